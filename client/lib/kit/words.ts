// What the kit itself shows. Words that only a screen knows are passed to its components. All of it loads first.
export const dialog = { close: 'Close window' };

export const search = {
  /** `what`: 'name or address'. */
  label: (what: string) => `Search by ${what}`,
  clear: 'Clear search',
};

export const pill = {
  arrived: (count: number) => `${count} new`,
  gone: (count: number) => `${count} gone`,
  moved: (count: number) => `${count} moved`,
  sentence: (changes: string) => `${changes}.`,
  show: 'Show',
};

/** `why` is before the link "load the page again"; `tryAgain` is a button after what did not load. */
export const notLoaded = {
  title: 'Not loaded',
  tryAgain: 'Try again',
  trying: 'Loading…',
  why: 'This part did not load. What you wrote is safe on this device. When you have signal,',
  again: 'load the page again',
};
