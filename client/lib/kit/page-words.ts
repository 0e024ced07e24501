// What the kit's parts of whole pages show, which load later: tabs, a page for paper, the keys.
export const part = {
  /** Before the link "try again". `what`: 'part', 'setting'. */
  failed: (what: string) => `This ${what} did not load. Check your signal, then`,
  tryAgain: 'try again',
};

export const printPage = { print: 'Print', tryAgain: 'Try again' };

export const shortcutList = { title: 'Keys', single: 'Single-key shortcuts' };

export const directionsLink = { directions: 'Directions' };
