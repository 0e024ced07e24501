type Connection = { saveData?: boolean; effectiveType?: string };

/** Whether little may be loaded: the person or the device has chosen so, or the line is of the slowest kind. */
export function isSparing(): boolean {
  const { connection } = navigator as { connection?: Connection };
  return connection?.saveData === true || /2g$/.test(connection?.effectiveType ?? '');
}
