// A command whose starter was killed has nobody who could stop it, and would keep its port and its database for ever.

const everyMs = 200;

/**
 * Calls `gone` once, when the process that started this one through scripts/bootstrap.mjs is no more. Nothing is watched
 * where a command was started by hand: whoever starts it in the background and leaves means it to go on.
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
