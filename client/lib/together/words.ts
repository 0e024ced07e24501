// The words about colleagues at a case and about the details of its people, by component. Those of a list's row are in
// row-words.ts.
import type { ContactPreference, PersonField } from '#domain/person.ts';

export const claim = {
  label: 'Who has this case',
  take: 'Take this case',
  howLong: 'Set how long',
  mine: 'You have this case',
  keepLonger: 'Keep longer',
  release: 'Release',
  /** After the name in bold. */
  wants: 'wants this case.',
  handOver: 'Hand over',
  keep: 'Keep',
  /** After the name in bold. */
  theirs: (until: string) => `has this case ${until}.`,
  asked: 'You have asked for it.',
  ask: 'Ask for this case',
  takeOver: 'Take over',
  spanTitle: 'How long do you need this case?',
  workingDay: 'Until the end of the working day',
  /** By hours. */
  spans: {
    1: '1 hour',
    2: '2 hours',
    4: '4 hours',
    24: 'Until this time tomorrow',
    72: '3 days',
  } as Record<number, string>,
  spanNote: 'Colleagues can see that you have it, and can still open it. It ends automatically.',
  takeOverTitle: 'Take over this case?',
  takeOverText: (name: string, until: string) =>
    `${name} has this case ${until}. We will tell them that you took it over.`,
  cancel: 'Cancel',
};

export const claimWarning = {
  has: (name: string) => `${name} has this case`,
  canGo: (until: string) => `${until}. You can still go.`,
};

export const conflict = {
  title: 'Which is right?',
  otherSystem: { inSentence: 'another system', first: 'Another system' },
  /** what: 'repayment plan', 'date of birth of Ann Example'. home: an address; '' if it is not known. */
  text: (who: string, what: string, home: string) =>
    `You and ${who} both changed the ${what}${home && `, ${home}`}. Choose one. The history keeps both.`,
  theirs: (who: string, when: string) => `${who}${when && `, ${when}`}`,
  mine: (when: string) => `You, ${when}`,
  unknown: 'Not known',
  keepTheirs: 'Keep theirs',
  useMine: 'Use mine',
};

export const fields = {
  labels: {
    phone: 'Phone number',
    email: 'Email address',
    preferred_contact: 'Preferred contact',
    language: 'Language',
    date_of_birth: 'Date of birth',
  } as Record<PersonField, string>,
  hints: {
    phone: 'Include the area code. For a number abroad, start with + and the country code.',
    email: '',
    preferred_contact: '',
    language: 'The language they prefer to speak.',
    date_of_birth: 'For example, 31 12 1980.',
  } as Record<PersonField, string>,
  preferences: {
    phone: 'Phone call',
    text: 'Text message',
    email: 'Email',
    letter: 'Letter',
    visit: 'Visit',
  } as Record<ContactPreference, string>,
  unknown: 'Not known',
};

export const fieldForm = {
  day: 'Day',
  month: 'Month',
  year: 'Year',
  empty: (field: string) => `Enter the ${field.toLowerCase()}, or select Cancel.`,
  /** Before the new value in bold. */
  changedTo: 'A colleague has changed this to',
  /** After it. */
  choose: 'You can choose which to keep when you save.',
  save: 'Save',
  saveAs: (value: string) => `Save as ${value}`,
  cancel: 'Cancel',
};

export const missingData = {
  title: 'Missing details',
  asking: 'Worth asking',
  whose: (name: string) => `${name}: `,
  add: 'Add',
  addOf: (name: string, field: string) => `Add ${name}’s ${field.toLowerCase()}`,
  saved: (field: string) => `${field} saved on this device.`,
};

export const alertDetails = {
  alert: 'Cautionary alert',
  from: (source: string) => `From ${source}. `,
  days: (review: string, end: string) => `Review ${review}. Ends ${end}.`,
};

export const personDetails = {
  open: 'Correct details',
  title: 'Correct details',
  change: 'Change',
  changeOf: (name: string, field: string) => `Change ${name}’s ${field.toLowerCase()}`,
};

export const othersHere = {
  label: 'Colleagues on this case now',
  /** After the names in bold. */
  onTheWay: (count: number) => `${count === 1 ? 'is' : 'are'} on the way.`,
  looking: (names: string, count: number) => `${names} also ${count === 1 ? 'has' : 'have'} this case open.`,
};
