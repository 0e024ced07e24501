// The version of the wire. It moves when a message that is already sent changes its meaning or loses a field;
// a test hashes the schemas and fails until this moves and the history below has a line for it.
export const protocol = 1;

/*
 * 1  2026-11  first: worklist, stand-down, presence, tiles, heartbeat; mutations.
 *    2026-11  a person's language is null until it is recorded. The version stays: other systems connect with 1, and an open
 *             page with unsent work must not be refused for a word that it shows until it is reloaded.
 */
