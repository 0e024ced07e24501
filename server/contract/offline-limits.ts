// Limits of what a device takes along, without Zod: the client's scripts contain types and plain values of the contract only.

/** How many cases one answer of POST /api/offline/cases holds. */
export const mostTaken = 50;
/** How many cases one device keeps, of which it asks what changed. */
export const mostKept = 3_000;
