// Transient errors: those of a database that is unreachable, restarting or overloaded. The same request may be sent again
// and may then succeed; such an error is not a refusal.

/** Node's codes for network errors, and those of the two drivers for a connection that ended. */
const network =
  /^(ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|CONNECTION_(CLOSED|ENDED|DESTROYED))/;
/** SQLSTATE classes: connection, out of resources, operator intervention, transaction rollback, lock not available. */
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

/** Values that no column accepts: out of range, a NUL, a lone surrogate, an invalid date (of SQLSTATE class 22). */
const unkeepable = /^(22001|22003|22007|22008|22021|22P02|22P05)$/;

/** A value that the database cannot store passed our schemas: the request is refused, and the schema needs a fix. */
export function isUnstorable(error: unknown): boolean {
  return error instanceof Error && unkeepable.test(String((error as { code?: unknown }).code));
}

/**
 * Prevents a lost connection from ending the process. postgres.js reads the names of types on each new connection in a
 * promise without a handler: if the connection breaks just then, Node would end. A transient error is logged; any other
 * still ends the process.
 */
export function tolerateTransientErrors(log: { warn(details: object, message: string): void }): {
  stop: () => void;
} {
  const onRejection = (reason: unknown): void => {
    if (!isTransient(reason)) throw reason;
    log.warn({ err: reason }, 'the database went away while nobody was waiting for it');
  };
  process.on('unhandledRejection', onRejection);
  return { stop: () => void process.off('unhandledRejection', onRejection) };
}
