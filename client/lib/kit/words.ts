// What the kit itself shows. Words that only a screen knows are passed to its components.
export const dialog = { close: 'Close' };

export const part = {
  /** Before the link "try again". `what`: 'part', 'setting'. */
  failed: (what: string) => `This ${what} did not load. Check your signal, then`,
  tryAgain: 'try again',
};

export const printPage = { print: 'Print' };

export const search = {
  /** `what`: 'name or address'. */
  label: (what: string) => `Search by ${what}`,
  clear: 'Clear search',
};

export const shortcutList = { title: 'Keys', single: 'Single-key shortcuts' };

export const pill = {
  arrived: (count: number) => `${count} new`,
  gone: (count: number) => `${count} gone`,
  moved: (count: number) => `${count} moved`,
  sentence: (changes: string) => `${changes}.`,
  show: 'Show',
};
