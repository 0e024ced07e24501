// The words of a visit's own page, step by step.
import {
  isHazardKind,
  type CheckKind,
  type Finding,
  type HazardKind,
  type Severity,
} from '#domain/checks.ts';
import type { NextStep, NoAccessReason } from './draft.ts';
import type { Step } from './progress.ts';

export const visitPage = {
  toCase: 'Case',
  visit: 'Visit',
  unfinished: (when: string) => `You have an unfinished visit here (${when}).`,
  unfinishedKept: 'What you wrote is still on this device.',
  continue: 'Continue that visit',
  startNew: 'Start a new visit',
  missing: 'This case is not on your list.',
  toList: 'Back to the list',
  opening: 'Opening the visit…',
};

export const stepTitles: Record<Step, string> = {
  door: 'Before you knock',
  who: 'Who was there',
  checks: 'Quick checks',
  details: 'Contact details',
  budget: 'Budget',
  money: 'Plan or promise',
  next: 'Follow-up',
  end: 'Check and finish',
};

export const steps = {
  label: 'Steps of the visit',
  at: (step: number, of: number) => `Step ${step} of ${of}`,
  named: (step: number, title: string) => `${step}. ${title}`,
  turnedBack: 'You turned back.',
  turnedBackHow: 'What you wrote is kept. Finish the visit if you went after all.',
  notSaved: 'Not saved. What you wrote is still here. Try again.',
  toSend: (count: number) => `${count} to send. Saved on this device.`,
  saved: 'Saved as you write.',
  back: 'Back',
  next: (title: string) => `Next: ${title.toLowerCase()}`,
  finish: 'Finish the visit',
  notRecorded: 'This was not recorded. Try again.',
};

/** Why a step cannot be left yet. */
export const missing = {
  met: 'Choose who you met, or “No contact”.',
  reason: 'Choose why there was no visit.',
  card: 'Choose “Card left” or “No card”.',
  other: 'Enter who it was.',
  plan: 'Agree the plan below, or choose another answer.',
  next: 'Choose what happens next.',
  nextVisit: 'Choose a day to visit again.',
  day: 'Choose a day.',
};

export const doorStep = {
  noAlerts: 'Alerts for this home are not on this device.',
  noDetails: 'The details of these alerts are not on this device.',
  callOffice: 'Call the office before you knock.',
  /** `when` is '10:42' or 'yesterday 10:42'. */
  asOf: (when: string) => `Alerts and contact details as of ${when}.`,
  /** Before the number. */
  phone: (name: string) => `Call ${name}:`,
  speaks: (name: string, language: string) => `${name} speaks ${language}.`,
  interpreter: 'Arrange an interpreter, or agree another time.',
  notRecorded: (names: string) => `Language not recorded: ${names}. Ask if they need an interpreter.`,
  overdue: 'overdue',
  weeksOfRent: (weeks: string) => `, ${weeks} of rent`,
};

export const whoStep = {
  legend: 'Who did you meet?',
  tenant: 'Tenant',
  oneOfTenants: 'A tenant',
  other: 'Someone else',
  nobody: 'No contact',
  nobodyHow: 'No answer, or you could not visit',
  whichTenants: 'Which tenants?',
  household: 'People in the household',
  who: 'Who was it?',
  whoHow: 'For example a carer or a neighbour. Do not talk about rent with them.',
  why: 'Why was there no visit?',
  card: 'Did you leave a card?',
  cardLeft: 'Card left',
  noCard: 'No card',
  time: 'Time',
  note: 'Note',
};

export const reasonWords: Record<NoAccessReason, string> = {
  no_answer: 'No answer',
  not_home: 'Tenant not at home',
  turned_away: 'Did not want to talk',
  unsafe: 'Felt unsafe',
  no_way_in: 'No way into the building',
  other: 'Another reason',
};

export const checksStep = {
  clear: 'Clear',
  allFine: 'Mark all fine',
  restFine: 'Mark the rest fine',
  howBad: 'How bad is it?',
  whatSeen: 'What did you see?',
  remove: 'Remove',
  emergency: 'This raises an emergency repair now. By law it must be made safe within 24 hours.',
  hazard: 'This raises an urgent repair now. The legal deadline to investigate starts now.',
  repair: {
    emergency: 'This raises an emergency repair now.',
    urgent: 'This raises an urgent repair now.',
    routine: 'This raises a routine repair now.',
  },
  managerToday: 'If someone is in danger, call 999 first. Your manager is alerted today.',
  managerSoon: 'Your manager is asked to look at it by the next working day.',
  damp: (room: string) => `Damp or mould: ${room}`,
  dampIn: (room: string) => `damp, ${room}`,
  whichRoom: 'Which room?',
  whichOther: 'Any other room?',
  another: 'Another room',
  add: 'Add',
  /** After "Add", for a screen reader. */
  addRoom: ' the room',
  hazards: 'Other hazards',
  addHazard: 'Add a hazard',
  addAnother: 'Add another hazard',
  source: (source: string, day: string) => `${source}†, from ${day}. To be confirmed by your landlord.`,
};

/** `of` is what they show: 'smoke alarm', 'damp, Kitchen'. */
export const photos = {
  list: (of: string) => `Photos: ${of}`,
  one: (number: number, of: string) => `Photo ${number}: ${of}`,
  remove: (number: number, of: string) => `Remove photo ${number}: ${of}`,
  waiting: 'To send',
  refused: 'Not accepted',
  sent: 'Sent',
  busy: 'Preparing photo…',
  take: 'Take a photo',
  another: 'Take another photo',
};

export const detailsStep = {
  noPhone: 'No phone number',
  noEmail: 'No email',
  ask: 'Still right?',
  yes: 'Yes',
  yesOf: (name: string) => `Yes, the details of ${name} are right`,
  change: 'Change',
  changeOf: (name: string) => `Change the details of ${name}`,
  confirmed: (names: string) => `Contact details confirmed: ${names}`,
  noSignal: 'No signal: missing details do not show. You can ask another time.',
};

export const budgetStep = {
  about: 'Income and spending, as far as they want to say. You can skip this.',
  loading: 'Loading the budget…',
};

export const moneyStep = {
  legend: 'What did they agree to pay?',
  promise: 'Promised to pay',
  plan: 'Repayment plan',
  planHow: 'Agree it here, with the tenant',
  paid: 'Paid at the door',
  none: 'Nothing yet',
  amount: 'Amount in pounds',
  on: 'Pay by',
  agreed: 'Plan agreed',
  /** 'Plan agreed: £20.00 a week from 10 Dec' */
  agreedTerms: (amount: string, rhythm: string, from: string) =>
    `Plan agreed: ${amount} ${rhythm} from ${from}`,
  agreedOnce: (amount: string, on: string) => `Plan agreed: ${amount} on ${on}`,
};

export const nextStep = {
  legend: 'What happens next?',
  until: 'Until',
  on: 'On',
  note: 'Note',
  firstPayment: (due: string, by: string) =>
    `The first payment is due on ${due}. It can take until ${by} to reach us.`,
};

export const nextWords: Record<NextStep, string> = {
  visit: 'Visit again',
  call: 'Call',
  message: 'Send a message',
  wait: 'Wait for payment',
  review: 'Review the case',
  refer: 'Refer to another team',
  nothing: 'Nothing more to do',
};

export const endStep = {
  change: 'Change',
  /** After "Change", for a screen reader. */
  changeWhat: (title: string) => `: ${title.toLowerCase()}`,
  note: 'Note',
};

export const summary = {
  notAnswered: 'Not answered yet',
  notConfirmed: 'Contact details not confirmed',
  noContact: 'No contact',
  cardLeft: ', card left',
  noCard: ', no card left',
  someoneElse: 'Someone else',
  fine: (checks: string) => `Fine: ${checks}`,
  nothingChecked: 'Nothing checked',
  photos: (count: number) => `, ${count} ${count === 1 ? 'photo' : 'photos'}`,
  promised: (amount: string, day: string) => `Promised ${amount} by ${day}`,
  paid: 'Paid at the door',
  plan: 'Plan agreed',
  planTotal: (total: string, last: string) => `${total} in total. Last payment on ${last}.`,
  noBudget: 'No budget',
  nothingAgreed: 'Nothing agreed about paying',
  next: (step: string, day: string) => `${step}, ${day}`,
  nextUntil: (step: string, day: string) => `${step} until ${day}`,
};

export const done = {
  title: 'Visit recorded',
  waiting: (count: number) => `Saved on this device. Will send (${count} waiting).`,
  sent: 'All sent.',
  names: {
    damp_mould: 'damp and mould',
    smoke_alarm: 'smoke alarm',
    co_alarm: 'CO alarm',
  } as Partial<Record<CheckKind, string>>,
  condition: 'condition of the home',
  /** `what` is 'damp and mould (bathroom)'. */
  repair: (what: string) => `Repair raised: ${what}.`,
  hazard: (what: string) => `Repair raised: ${what}. Its legal deadline is running.`,
  manager: 'We have asked your manager to look at your concern.',
  toList: 'Back to the list',
  toCase: 'See the case',
};

const worded: Partial<Record<CheckKind, Partial<Record<Finding, string>>>> = {
  damp_mould: { fine: 'None seen', problem: 'Damp or mould' },
  smoke_alarm: { fine: 'Works', missing: 'Missing', not_working: 'Does not work' },
  co_alarm: { fine: 'Works', missing: 'Missing', not_working: 'Does not work', not_needed: 'Not needed' },
  condition: { fine: 'Fine', problem: 'Needs repair' },
  welfare: { fine: 'Fine', problem: 'I am worried' },
  access: { fine: 'Fine', problem: 'Hard to get in' },
  vulnerability: { fine: 'Nothing seen', problem: 'Something to know' },
};
export const findingWords = (kind: CheckKind, finding: Finding): string =>
  worded[kind]?.[finding] ?? (finding === 'not_checked' ? 'Not looked at' : 'Fine');

/** What to look for, under a hazard's name. */
export const hazardHints: Record<HazardKind, string> = {
  excess_cold: 'No working heating, or a home that cannot be kept warm.',
  excess_heat: 'Rooms that stay too hot to live or sleep in.',
  falls: 'Stairs, floors, baths, balconies, windows without a guard.',
  structural_collapse: 'Growing cracks, loose ceilings, plaster, tiles or walls.',
  fire: 'Blocked exits, doors that do not close, burn marks, overloaded sockets.',
  explosions: 'A smell of gas, an unsafe boiler or gas cylinder.',
  electrical: 'Bare wires, broken sockets, shocks, water near electrics.',
  domestic_hygiene: 'Rats, mice, insects, rubbish that cannot be cleared, dirt that cannot be cleaned.',
  food_safety: 'No safe place to keep, prepare or cook food.',
};

/** A few words under a check's name. */
export const checkHints: Record<Exclude<CheckKind, HazardKind>, string> = {
  damp_mould: 'Look at outside walls, windows and the bathroom.',
  smoke_alarm: 'One on each floor. Press the test button if you can.',
  co_alarm: 'Carbon monoxide: near a boiler, gas fire or stove.',
  condition: 'Anything that needs the repairs team.',
  welfare: 'Is everyone safe and looked after?',
  access: 'Entry, stairs, lift, pets: for the next visitor.',
  vulnerability: 'What we should know to treat them fairly. Facts only.',
};

export type Grade = { severity: Severity; title: string; says: string };
const grades: Partial<Record<CheckKind, Grade[]>> = {
  damp_mould: [
    { severity: 'slight', title: 'Slight', says: 'A small patch that wipes off' },
    {
      severity: 'significant',
      title: 'Significant',
      says: 'Large, spreading or coming back; could harm health',
    },
    {
      severity: 'emergency',
      title: 'Emergency',
      says: 'Harm is likely now: breathing trouble, a baby’s room, wet electrics',
    },
  ],
  condition: [
    { severity: 'slight', title: 'Can wait', says: 'A nuisance' },
    { severity: 'significant', title: 'Soon', says: 'It affects daily life' },
    { severity: 'emergency', title: 'Emergency', says: 'Danger to people or the building' },
  ],
  welfare: [
    { severity: 'slight', title: 'A small worry', says: 'Your manager should know' },
    { severity: 'significant', title: 'A worry', says: 'Someone should check on them soon' },
    { severity: 'emergency', title: 'Urgent', says: 'Someone may come to harm' },
  ],
};
const hazardGrades: Grade[] = [
  { severity: 'slight', title: 'Slight', says: 'A nuisance that needs a repair' },
  { severity: 'significant', title: 'Significant', says: 'It could harm someone who lives there' },
  { severity: 'emergency', title: 'Emergency', says: 'Harm is likely now' },
];
export const gradesOf = (kind: CheckKind): Grade[] =>
  grades[kind] ?? (isHazardKind(kind) ? hazardGrades : []);

const bedroom = 'Bedroom';
/** The rooms to choose from. `bedrooms`: how many the home has; null: not known. */
export const roomsOf = (bedrooms: number | null): string[] => [
  'Bathroom',
  'Kitchen',
  'Living room',
  ...(bedrooms === null || bedrooms === 1
    ? [bedroom]
    : Array.from({ length: Math.min(bedrooms, 8) }, (_, i) => `${bedroom} ${i + 1}`)),
  'Hall',
  'Toilet',
];
