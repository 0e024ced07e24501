// When the process that started a command is killed, nothing stops the command: it would keep its port and database.

const everyMs = 200;

/**
 * Calls `gone` once, when the process that started this one through scripts/bootstrap.mjs has ended. A command that was
 * started by hand is not watched: a person who starts it in the background and leaves wants it to continue.
 */
export function whenParentIsGone(gone: () => void): void {
  const parent = Number(process.env['DOORSTEP_PARENT']);
  if (!Number.isInteger(parent) || parent !== process.ppid) return;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    gone();
  }, everyMs);
  look.unref();
}
