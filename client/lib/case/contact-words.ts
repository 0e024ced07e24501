// The words of an action on a case and of the record of a contact: the buttons at the bottom of the case, the message to the
// tenant, the form.
import type { ContactKind } from './contact.ts';
import type { VisitPurpose } from '#domain/law/holds.ts';

/** The main button, and what is in its place. */
export const action = {
  call: 'Call',
  callOne: (name: string) => `Call ${name}`,
  message: 'Send a message',
  plan: 'Review the plan',
  court: 'Review for court',
  addPhone: 'Add a phone number',
  noPhone: 'No phone number recorded.',
  /** A person has one number: another takes its place. */
  replaceNumber: 'Replace with a mobile number',
  noTexts: (phone: string) => `${phone} is not a mobile number, and there is no email address.`,
  noContact: 'No phone number or email recorded.',
  addTitle: (name: string) => `Add a phone number: ${name}`,
  replaceTitle: (name: string) => `Replace the phone number: ${name}`,
  mobile: 'Mobile number',
  replaces: (phone: string) => `It starts with 07. It replaces ${phone}, because only one number is kept.`,
  callInstead: 'Call instead',
  loading: 'Loading phone numbers…',
  notLoaded: 'Phone numbers did not load.',
  again: 'Try again',
  recorded: 'Contact recorded.',
};

export const contactKinds: Record<ContactKind, string> = {
  call: 'Call',
  message: 'Text message',
  letter: 'Letter',
  email: 'Email',
  office: 'Office visit',
};

export const purposeChoices: Record<VisitPurpose, string> = {
  arrears: 'Arrears',
  rent_since: 'Rent due since the hold started',
  repair: 'Repair',
  welfare: 'How they are',
  damp_check: 'Damp and mould',
};

export const contact = {
  titles: {
    call: 'Record the call',
    message: 'Record the message',
    email: 'Record the email',
    letter: 'Record a contact',
    office: 'Record a contact',
  } satisfies Record<ContactKind, string>,
  title: 'Record a contact',
  save: 'Save contact',
  /** What the officer has just dialled: 'Ann Example, 01632 960001'. */
  dialled: (name: string, number: string) => `${name}, ${number}`,
  heldSpace: (hold: string) => `${hold}. Do not mention what was owed before it started.`,
  held: (hold: string) => `${hold}. Do not ask or write about arrears.`,
  kind: 'How',
  purpose: 'About',
  outcome: 'What happened?',
  spoke: 'Spoke to the tenant',
  noAnswer: 'No answer or voicemail',
  didNotSpeak: 'Did not speak to them',
  noOutcome: 'Choose what happened.',
  agreed: 'Did they promise to pay?',
  promised: 'Yes',
  notPromised: 'No',
  amount: 'Amount in pounds',
  on: 'Pay by',
  noAmountDay: 'Choose a day.',
  next: 'Next step',
  nextHow: 'With no next step, the case waits a few days. Then it is back on your list.',
  nextOn: 'On',
  noNextDay: 'Choose a day.',
  nextSteps: {
    '': 'None',
    call: 'Call again',
    message: 'Send a message',
    visit: 'Visit',
    review: 'Review the case',
  },
  note: 'Note',
};

/** The message to a tenant. Others may see it: it names no person and no home. */
export const message = {
  title: 'Send a message',
  to: 'To',
  by: 'Send by',
  text: 'Text message',
  email: 'Email',
  template: 'Template',
  words: 'Message',
  /** speaks: 'Speaks Polish'. */
  translate: (speaks: string) => `${speaks}. Use short, plain words, or ask for a translation.`,
  /** speaks: 'Language not recorded'. */
  plainly: (speaks: string) => `${speaks}. Use short, plain words.`,
  openText: 'Open in your messages app',
  openEmail: 'Open in your email app',
  then: 'After you send it, record it here.',
  empty: 'Enter a message.',
  subject: (landlord: string) => `Your rent account with ${landlord}`,
  /** Why there is no choice of a text message. */
  noTexts: (phone: string) => `${phone} is not a mobile number, so this goes by email.`,
  templates: {
    overdue: 'Rent overdue',
    call: 'Ask them to call',
    help: 'Offer help',
  },
};

/** What a tenant reads. `overdue` is '£120.00'. */
export const tenantMessages: Record<
  keyof typeof message.templates,
  (of: { landlord: string; officer: string; overdue: string; reference: string }) => string
> = {
  overdue: ({ landlord, officer, overdue, reference }) =>
    `This is ${officer} from ${landlord}. Your rent is ${overdue} overdue. Please pay it, or contact me so that we can agree what you can afford. Payment reference: ${reference}.`,
  call: ({ landlord, officer }) =>
    `This is ${officer} from ${landlord}. Please call me when you can, so that we can talk about your rent account.`,
  help: ({ landlord, officer }) =>
    `This is ${officer} from ${landlord}. If you find it hard to pay your rent, we can help. Please contact me and we can look at benefits and payments together.`,
};
