// The words of budgets.
import type { Period } from '#domain/help/budget.ts';
import { rhythmWords } from '#domain/money/recurring.ts';

export const periodWords: Record<Period, string> = {
  weekly: rhythmWords.weekly,
  fortnightly: rhythmWords.fortnightly,
  four_weekly: rhythmWords.four_weekly,
  monthly: rhythmWords.monthly,
  yearly: 'a year',
};

/** Words that every screen with a budget uses. */
export const budget = {
  title: 'Budget',
  aWeek: (money: string) => `${money} a week`,
  /** After a sum in larger figures. */
  perMonth: 'a month',
  aMonth: (money: string) => `${money} a month`,
  leftOver: (money: string) => `${money} a week left over`,
  short: (money: string) => `${money} a week short`,
  toCheck: 'Things to check',
  incomplete: (missing: string) => `Not complete. Still to ask: ${missing}.`,
};

export const budgetCard = {
  toCheck: (count: number) => (count === 1 ? '1 thing to check' : `${count} things to check`),
  you: 'You',
  by: (name: string, when: string) => `${name}, ${when}.`,
  /** After the name of the person who wrote the other budget. */
  colleague: 'A colleague',
  alsoWrote: (when: string, left: string) =>
    `also wrote a budget (${when}): ${left}. Which one do you want to keep?`,
  use: (name: string) => (name ? `Use ${name}’s` : 'Use that one'),
  keep: (name: string) => (name ? `Keep ${name}’s` : 'Keep this one'),
  none: 'No budget yet.',
  unread: 'The budget has an amount to correct. It is not saved yet.',
  correct: 'Correct the budget',
  update: 'Update the budget',
  start: 'Work out a budget',
};

export const budgetEditor = {
  another: (name: string) =>
    `${name || 'A colleague'} is also writing a budget for this home. Both are kept. You will be asked which to use.`,
  household: 'Who lives here',
  people: { adults: 'Adults', childrenUnder14: 'Children under 14', children14to17: 'Children 14 to 17' },
  fewer: (people: string) => `One fewer: ${people}`,
  more: (people: string) => `One more: ${people}`,
  addTo: (section: string) => `Add a line to ${section.toLowerCase()}`,
  add: 'Add a line',
  note: 'Note',
  /** Nothing but what we know was entered. */
  none: 'No budget yet',
  noIncome: 'No income entered yet',
  /** Before a sum, by its sign. */
  result: { more: 'Left over', less: 'Short by', none: '' },
  soFar: { more: 'Left over so far', less: 'Short so far by', none: '' },
  wrong: (count: number) => (count === 1 ? 'Correct 1 amount' : `Correct ${count} amounts`),
  notSaved: 'Kept on this device, not in the budget yet.',
  automatic: 'Saves automatically',
};

export const budgetLine = {
  howOften: (line: string) => `How often: ${line}`,
  what: 'What is it?',
  nextOn: 'Next paid on',
  /** 'Housing benefit pays us £400.00 every 4 weeks. Agreed payment calendar, 2 Nov.' day: '' where it has none. */
  known: (says: string, source: string, day: string) => `${says}. ${source}${day ? `, ${day}` : ''}.`,
};

export const budgetSheet = {
  /** '2 adults, 1 under 14' */
  home: (adults: number, under14: number, from14to17: number) =>
    [
      `${adults} ${adults === 1 ? 'adult' : 'adults'}`,
      under14 > 0 ? `${under14} under 14` : '',
      from14to17 > 0 ? `${from14to17} aged 14 to 17` : '',
    ]
      .filter(Boolean)
      .join(', '),
  about: (home: string, day: string, by: string) => `${home}. Recorded ${day}${by ? ` by ${by}` : ''}.`,
  owed: (money: string) => `, ${money} owed`,
};
