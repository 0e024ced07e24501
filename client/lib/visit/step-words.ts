// The words on the screens of a visit: steps, checks, severities, reasons, what comes next.
import {
  isHazardKind,
  type CheckKind,
  type Finding,
  type HazardKind,
  type Severity,
} from '#domain/checks.ts';
import type { NextStep, NoAccessReason, Step } from './draft.ts';

export const stepTitles: Record<Step, string> = {
  door: 'At the door',
  who: 'Who was there',
  checks: 'Quick checks',
  details: 'Worth asking',
  budget: 'Budget',
  money: 'Plan or promise',
  next: 'What comes next',
  end: 'Finish',
};

export const reasonWords: Record<NoAccessReason, string> = {
  no_answer: 'No answer',
  not_home: 'The tenant is not at home',
  turned_away: 'They did not want to talk',
  unsafe: 'It did not feel safe',
  no_way_in: 'No way into the building',
  other: 'Something else',
};

export const nextWords: Record<NextStep, string> = {
  visit: 'Visit again',
  call: 'Call',
  message: 'Send a message',
  wait: 'Wait for the money',
  review: 'Look at the case again',
  refer: 'Refer to another team',
  nothing: 'Nothing more to do',
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
  excess_cold: 'No heating that works, or a home that cannot be kept warm.',
  excess_heat: 'Rooms that stay too hot to live or sleep in.',
  falls: 'Stairs, floors, baths, balconies, windows without a guard.',
  structural_collapse: 'Cracks that move, loose ceilings, plaster, tiles or walls.',
  fire: 'Blocked ways out, doors that do not close, burn marks, overloaded sockets.',
  explosions: 'A smell of gas, a boiler or cylinder that is not safe.',
  electrical: 'Bare wires, broken sockets, shocks, water near electrics.',
  domestic_hygiene: 'Rats, mice, insects, rubbish that cannot be cleared, dirt that cannot be cleaned.',
  food_safety: 'No safe place to keep, prepare or cook food.',
};

/** A word or two under a check's name. */
export const checkHints: Record<Exclude<CheckKind, HazardKind>, string> = {
  damp_mould: 'Look at outside walls, windows and the bathroom.',
  smoke_alarm: 'One on each floor. Press the button if you may.',
  co_alarm: 'Wherever something burns: boiler, gas fire, stove.',
  condition: 'Anything that needs the repairs team.',
  welfare: 'Is everybody safe and looked after?',
  access: 'Entry, stairs, lift, pets: for whoever comes next.',
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
    { severity: 'significant', title: 'Soon', says: 'It stops them living as they should' },
    { severity: 'emergency', title: 'Emergency', says: 'Danger to people or the building' },
  ],
  welfare: [
    { severity: 'slight', title: 'A small worry', says: 'Worth a word with the manager' },
    { severity: 'significant', title: 'A worry', says: 'Somebody should look in soon' },
    { severity: 'emergency', title: 'Urgent', says: 'Somebody may come to harm' },
  ],
};
const hazardGrades: Grade[] = [
  { severity: 'slight', title: 'Slight', says: 'A nuisance that should be put right' },
  { severity: 'significant', title: 'Significant', says: 'It could harm somebody who lives there' },
  { severity: 'emergency', title: 'Emergency', says: 'Harm is likely now' },
];
export const gradesOf = (kind: CheckKind): Grade[] =>
  grades[kind] ?? (isHazardKind(kind) ? hazardGrades : []);

export const rooms = [
  'Bathroom',
  'Kitchen',
  'Living room',
  'Bedroom 1',
  'Bedroom 2',
  'Bedroom 3',
  'Hall',
  'Toilet',
] as const;
