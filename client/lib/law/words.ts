// The words of holds, alerts and attempts, for people.
import type { HoldKind } from '#domain/facts.ts';
import type { VisitPurpose } from '#domain/law/holds.ts';

export const holdTitles: Record<HoldKind, string> = {
  breathing_space: 'Breathing space',
  mental_health_crisis: 'Breathing space: mental-health crisis',
  court_decree: 'Court decision pending',
  deceased: 'The tenant has died',
  safeguarding: 'Safeguarding',
  agreed: 'Agreed hold',
};

export const holdChoices: Record<HoldKind, string> = {
  breathing_space: 'Breathing space, 60 days',
  mental_health_crisis: 'Breathing space for a mental-health crisis',
  agreed: 'Agreed hold, with a reason',
  court_decree: 'The court’s decision is pending',
  safeguarding: 'Safeguarding',
  deceased: 'The tenant has died',
};

/** What was tried, as the words after a name: 'Sam Example tried to set out'. */
export function tried(kind: string): string {
  const known: Record<string, string> = {
    'visit.plan': 'to plan a visit',
    'visit.set-out': 'to set out on a visit',
    'visit.knock-check': 'to check before knocking',
    'visit.go-anyway': 'to go on although the money came',
    'visit.turn-back': 'to turn back',
    'visit.finish': 'to record a visit',
    'contact.record': 'to record a contact',
    'plan.agree': 'to agree a repayment plan',
    'court.step': 'to record a court step',
    'hold.start': 'to start a hold',
    'hold.review': 'to review a hold',
    'hold.end': 'to end a hold',
    'alert.add': 'to add an alert',
    'alert.review': 'to review an alert',
    'alert.end': 'to end an alert',
    'evidence.add': 'to add evidence',
  };
  return known[kind] ?? 'to change this case';
}

const roleNames: Record<string, string> = {
  officer: 'an officer',
  manager: 'a manager',
  money_advice: 'money advice',
};
/** Whom a task is for: a person's name, or a team's. */
export const forWhom = (who: string): string => roleNames[who] ?? who;

export const contactKinds = {
  call: 'Call',
  message: 'Text message',
  letter: 'Letter',
  email: 'E-mail',
  office: 'They came to the office',
} as const;
export const purposeChoices: Record<VisitPurpose, string> = {
  arrears: 'The arrears',
  rent_since: 'Rent due since it began',
  repair: 'A repair',
  welfare: 'How they are',
  damp_check: 'Damp and mould',
};
