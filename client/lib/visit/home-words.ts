// The words of what is missing of a home and of a check outside a visit.
import type { HomeGapKind } from '#domain/home-gaps.ts';

export const homeGaps = {
  title: 'Missing about the home',
  names: {
    household: 'Who lives here',
    smoke_alarm: 'Smoke alarm',
    co_alarm: 'CO alarm',
    damp_mould: 'Damp and mould',
    access: 'Access',
  } as Record<HomeGapKind, string>,
  never: { household: 'not confirmed', check: 'not checked' },
  /** `day` is '3 Nov 2025'. */
  last: {
    household: (day: string) => `last confirmed ${day}`,
    check: (day: string) => `last checked ${day}`,
  },
  gap: (name: string, state: string) => `${name}: ${state}`,
  confirm: 'Confirm',
  check: 'Check',
  /** The button's name: 'Check: Smoke alarm'. */
  of: (button: string, name: string) => `${button}: ${name}`,
  other: 'Record another check',
  complete: 'Nothing is missing about the home.',
  /** To people who may not know the rest. */
  completeHere: 'Who lives here and access are recorded.',
  recorded: (what: string) => `${what}. Recorded.`,
  confirmed: 'Who lives here: confirmed',
};

export const homeCheck = {
  what: 'What did you check?',
  choose: 'Choose what you found.',
  room: 'Which room?',
  roomHint: 'For example, bathroom.',
  save: 'Save check',
  cancel: 'Cancel',
};
