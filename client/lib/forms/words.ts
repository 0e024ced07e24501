// The words of all forms.

/** By days from today. */
export const soon: Record<number, string> = {
  1: 'Tomorrow',
  7: 'In 1 week',
  14: 'In 2 weeks',
  28: 'In 4 weeks',
};

/** A next step on a day before the day by which the tenant promised to pay. */
export const beforePromise = (day: string): string => `They promised to pay by ${day}. This is before that.`;

export const field = { optional: '(optional)' };

export const kept = {
  text: (when: string) => `We kept what you wrote (${when}). It is not sent yet.`,
  clear: 'Clear it and start again',
};
