// What an officer looks at in a home, what may be found, and what follows from a finding: a repair with its urgency, a
// hazard in law, a task for the manager. The same on the device (it says beforehand what will be raised) and the server.

/** Looked at on every visit. */
export const quickChecks = [
  'damp_mould',
  'smoke_alarm',
  'co_alarm',
  'condition',
  'welfare',
  'access',
  'vulnerability',
] as const;
/**
 * Hazards besides damp and mould that a law may set times for (England: Awaab's Law, phase 2). They are offered from the
 * day on which the law of that nation names them (hazards.ts, hazardsOffered), and are categories of repairs too.
 */
export const hazardKinds = [
  'excess_cold',
  'excess_heat',
  'falls',
  'structural_collapse',
  'fire',
  'explosions',
  'electrical',
  'domestic_hygiene',
  'food_safety',
] as const;
export type HazardKind = (typeof hazardKinds)[number];
/** Whether a kind of check or a category of repairs is a hazard other than damp and mould. */
export const isHazardKind = (kind: string): kind is HazardKind =>
  (hazardKinds as readonly string[]).includes(kind);

/** Every kind of check: the quick ones of each visit, then the hazards. */
export const checkKinds = [...quickChecks, ...hazardKinds] as const;
export type CheckKind = (typeof checkKinds)[number];
/** Checks of the home, which every team may read and record. The others are about its people. */
export const homeChecks = checkKinds.filter((kind) => kind !== 'welfare' && kind !== 'vulnerability');
export const findings = ['fine', 'problem', 'missing', 'not_working', 'not_needed', 'not_checked'] as const;
export type Finding = (typeof findings)[number];
/** How serious a problem is; `emergency` starts the shortest deadlines of the law. */
export const severities = ['slight', 'significant', 'emergency'] as const;
export type Severity = (typeof severities)[number];

/** A table that gives every kind of hazard the same value. */
function forHazards<T>(value: T): Record<HazardKind, T> {
  return Object.fromEntries(hazardKinds.map((kind) => [kind, value])) as Record<HazardKind, T>;
}

/** The findings that are possible for each kind of check. */
export const findingsOf: Record<CheckKind, readonly Finding[]> = {
  damp_mould: ['fine', 'problem', 'not_checked'],
  smoke_alarm: ['fine', 'missing', 'not_working', 'not_checked'],
  co_alarm: ['fine', 'missing', 'not_working', 'not_needed', 'not_checked'],
  condition: ['fine', 'problem', 'not_checked'],
  welfare: ['fine', 'problem', 'not_checked'],
  access: ['fine', 'problem', 'not_checked'],
  vulnerability: ['fine', 'problem', 'not_checked'],
  ...forHazards(['fine', 'problem', 'not_checked'] as const),
};
/** Checks whose problems need a severity. */
const graded: ReadonlySet<CheckKind> = new Set(['damp_mould', 'condition', 'welfare', ...hazardKinds]);

export type CheckFound = {
  kind: CheckKind;
  /** Empty where no one room is meant. */
  room: string;
  finding: Finding;
  severity: Severity | null;
  note: string;
};

/** Why a check is invalid, in words for the person who made it; null when it is valid. */
export function checkRefusal({ kind, room, finding, severity, note }: CheckFound): string | null {
  if (!findingsOf[kind].includes(finding)) return 'This check cannot have that result. Choose another one.';
  const wrong = finding === 'problem';
  if (wrong && graded.has(kind) && severity === null) return 'Choose how bad it is.';
  if (severity !== null && !(wrong && graded.has(kind))) return 'Choose how bad it is only for a problem.';
  if (kind === 'damp_mould' && wrong && room === '') return 'Enter the room with the damp or mould.';
  if ((kind === 'access' || kind === 'vulnerability' || isHazardKind(kind)) && wrong && note === '')
    return 'Enter a note about it.';
  return null;
}

export type RepairPriority = 'emergency' | 'urgent' | 'routine';
/** What follows from what a check found. */
export type Follows = {
  repair: { category: string; priority: RepairPriority } | null;
  /** A hazard in law, whose clock starts when it was seen. */
  hazard: Exclude<Severity, 'slight'> | null;
  /** To the manager: today, or by the next working day. */
  escalation: 'today' | 'next_working_day' | null;
};

const nothing: Follows = { repair: null, hazard: null, escalation: null };
const priorities: Record<Severity, RepairPriority> = {
  slight: 'routine',
  significant: 'urgent',
  emergency: 'emergency',
};

/** What a finding leads to. A missing or dead alarm is an emergency of its own: it may be the only warning. */
export function followsFrom({ kind, finding, severity }: CheckFound): Follows {
  if (kind === 'smoke_alarm' || kind === 'co_alarm') {
    return finding === 'missing' || finding === 'not_working'
      ? { ...nothing, repair: { category: kind, priority: 'emergency' } }
      : nothing;
  }
  if (finding !== 'problem' || severity === null) return nothing;
  if (kind === 'welfare')
    return { ...nothing, escalation: severity === 'emergency' ? 'today' : 'next_working_day' };
  const priority = priorities[severity];
  if (kind === 'damp_mould' || isHazardKind(kind))
    return {
      ...nothing,
      repair: { category: kind, priority },
      hazard: severity === 'slight' ? null : severity,
    };
  return kind === 'condition' ? { ...nothing, repair: { category: 'disrepair', priority } } : nothing;
}

const rank: readonly RepairPriority[] = ['routine', 'urgent', 'emergency'];
/** The one that cannot wait longer. */
export const moreUrgent = (a: RepairPriority, b: RepairPriority): RepairPriority =>
  rank.indexOf(a) >= rank.indexOf(b) ? a : b;

const names: Record<CheckKind, string> = {
  damp_mould: 'Damp and mould',
  smoke_alarm: 'Smoke alarm',
  co_alarm: 'CO alarm',
  condition: 'Condition of the home',
  welfare: 'Welfare',
  access: 'Access',
  vulnerability: 'Vulnerability',
  excess_cold: 'Excess cold',
  excess_heat: 'Excess heat',
  falls: 'Falls',
  structural_collapse: 'Structural collapse and falling elements',
  fire: 'Fire',
  explosions: 'Explosions',
  electrical: 'Electrical hazard',
  domestic_hygiene: 'Domestic hygiene, pests and refuse',
  food_safety: 'Food safety',
};
export const checkName = (kind: CheckKind): string => names[kind];
/** The same within a sentence: 'smoke alarm', 'CO alarm'. */
export const checkNameWithin = (kind: CheckKind): string =>
  /^[A-Z]{2}/.test(names[kind]) ? names[kind] : names[kind].toLowerCase();

const gradeWords: Partial<Record<CheckKind, Record<Severity, string>>> = {
  damp_mould: { slight: 'slight', significant: 'significant', emergency: 'an emergency' },
  condition: { slight: 'a repair that can wait', significant: 'a repair soon', emergency: 'an emergency' },
  welfare: { slight: 'a small concern', significant: 'a concern', emergency: 'an urgent concern' },
  ...forHazards({ slight: 'slight', significant: 'significant', emergency: 'an emergency' }),
};

/** 'Damp and mould (Bathroom): significant', 'Smoke alarm: missing'. */
export function checkSentence({ kind, room, finding, severity }: CheckFound): string {
  const where = room ? ` (${room})` : '';
  const alarm = kind === 'smoke_alarm' || kind === 'co_alarm';
  const findingWords: Record<Finding, string> = {
    fine: alarm ? 'works' : 'fine',
    problem:
      kind === 'access' ? 'hard to get in' : kind === 'vulnerability' ? 'something to know' : 'a problem',
    missing: 'missing',
    not_working: 'does not work',
    not_needed: 'not needed',
    not_checked: 'not checked',
  };
  const grade = severity && gradeWords[kind]?.[severity];
  return `${names[kind]}${where}: ${grade ?? findingWords[finding]}`;
}

/** A typed text with a full stop, so that another sentence can follow it; '' stays ''. */
export const sentence = (text: string): string => (text === '' || /[.!?…]$/.test(text) ? text : `${text}.`);
