// Transient errors: those of a database that is away, restarting or overloaded. What failed for such a reason may be sent
// again as it is and may then succeed; nothing was decided, so it is no refusal.

/** Node's names for a network that does not carry, and those of the two drivers for a connection that ended. */
const network =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED))/;
/** SQLSTATE classes: connection, out of resources, ended by an operator, rolled back in favour of another, a lock not had. */
const states = /^(08|53|57|40|55P03)[0-9A-Z]*$/;
/** pg gives these no code. */
const words = /^(timeout exceeded when trying to connect|Connection terminated|Query read timeout)/;

export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && (network.test(code) || states.test(code))) return true;
  if (words.test(error.message)) return true;
  return error.cause !== undefined && isTransient(error.cause);
}

/** Values that no column takes: out of range, a NUL, half a letter, no such day (SQLSTATE class 22, of what was sent). */
const unkeepable = /^(22001|22003|22007|22008|22021|22P02|22P05)$/;

/** Somebody sent what the database cannot keep, and no schema refused it: a refusal, and a fault of ours to be mended. */
export function isUnstorable(error: unknown): boolean {
  return error instanceof Error && unkeepable.test(String((error as { code?: unknown }).code));
}

/**
 * Keeps a connection that is lost at the wrong moment from ending the process. postgres.js reads the names of types on each
 * new connection in a promise that nobody holds: where the connection breaks just then, Node would end. A transient error is
 * logged; any other still ends the process.
 */
export function tolerateTransientErrors(log: { warn(details: object, message: string): void }): {
  stop: () => void;
} {
  const hear = (reason: unknown): void => {
    if (!isTransient(reason)) throw reason;
    log.warn({ err: reason }, 'the database went away while nobody was waiting for it');
  };
  process.on('unhandledRejection', hear);
  return { stop: () => void process.off('unhandledRejection', hear) };
}
