// All rights: the one place that says what each person may see and do. `rights` says how far each role sees, `work` which
// roles carry out each kind of command, `repairsKinds` what the repairs team learns of a case. An officer's homes are those
// of today's patches (actors.ts).
import type { Role } from '../contract/me.ts';
import type { MutationKind } from '../contract/up.ts';

/** own: the person's own, and the team as a whole. patch: the homes of the person's patches. */
type Reach = 'none' | 'own' | 'patch' | 'all';

const rights = {
  /** Cases with their money: the worklist, a case, its ledger and history. */
  cases: { officer: 'patch', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** Homes with their repairs and alerts, without money. */
  homes: { officer: 'patch', manager: 'all', repairs: 'all', money_advice: 'none', admin: 'all' },
  /** Conversations with the repairs team. */
  conversations: { officer: 'patch', manager: 'all', repairs: 'all', money_advice: 'none', admin: 'none' },
  /** Adding photographs to a case. */
  addPhotos: { officer: 'patch', manager: 'all', repairs: 'all', money_advice: 'none', admin: 'none' },
  /** What was referred to the money-advice team, as it was shared. */
  referrals: { officer: 'none', manager: 'all', repairs: 'none', money_advice: 'all', admin: 'none' },
  /** The team's tiles and the wallboard: figures without names. */
  teamFigures: { officer: 'all', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** Bridges, trend, comparison and practice. */
  performance: { officer: 'own', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** The tie-out with the ledger, suspense, and payments by the API. */
  books: { officer: 'none', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** Absences, stints, bank holidays, targets, annotations and re-bases. */
  settings: { officer: 'own', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** The staff and the patches. */
  people: { officer: 'none', manager: 'none', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** Screens on office walls. */
  screens: { officer: 'none', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
} as const satisfies Record<string, Record<Role, Reach>>;

const rentTeam = ['officer', 'manager'] as const;
const rentTeamAndRepairs = ['officer', 'manager', 'repairs'] as const;
const rentTeamAndAdvice = ['officer', 'manager', 'money_advice'] as const;

/** Whose work each command on a case is. */
const work: Record<MutationKind, readonly Role[]> = {
  'visit.plan': rentTeam,
  'visit.set-out': rentTeam,
  'visit.knock-check': rentTeam,
  'visit.go-anyway': rentTeam,
  'visit.turn-back': rentTeam,
  'visit.finish': rentTeam,
  'visit.met': rentTeam,
  'visit.no-access': rentTeam,
  'visit.next': rentTeam,
  'check.record': rentTeam,
  'hazard.step': rentTeamAndRepairs,
  'contact.record': rentTeamAndAdvice,
  'person.correct': rentTeamAndAdvice,
  'case.take': rentTeam,
  'case.release': rentTeam,
  'case.ask': rentTeam,
  'case.keep': rentTeam,
  'thread.start': rentTeamAndRepairs,
  'message.send': rentTeamAndRepairs,
  'thread.read': rentTeamAndRepairs,
  'thread.take': ['repairs'],
  'thread.settle': rentTeamAndRepairs,
  'thread.reopen': rentTeamAndRepairs,
  'message.to-repair': rentTeamAndRepairs,
  'repair.note': rentTeamAndRepairs,
  'repair-note.to-thread': rentTeamAndRepairs,
  'budget.record': rentTeam,
  'plan.agree': rentTeam,
  'plan.end': rentTeam,
  'prompt.answer': rentTeam,
  'support.add': rentTeam,
  'support.end': rentTeam,
  'referral.make': rentTeam,
  'referral.take': ['money_advice', 'manager'],
  'referral.outcome': rentTeamAndAdvice,
  'hold.start': rentTeamAndAdvice,
  'hold.review': rentTeamAndAdvice,
  'hold.end': rentTeam,
  'alert.add': rentTeam,
  'alert.review': rentTeam,
  'alert.end': rentTeam,
  'evidence.add': rentTeamAndAdvice,
  'evidence.withdraw': rentTeam,
  'court.step': rentTeam,
  'task.add': rentTeamAndAdvice,
  'task.done': rentTeamAndAdvice,
};

/** Kinds of change of which the repairs team is notified: no money, no visit, no debt. */
const repairsKinds: ReadonlySet<string> = new Set([
  ...['message', 'thread', 'read'],
  ...['repair', 'repair_note', 'check', 'photo'],
]);

export type Right = keyof typeof rights;
/** The person of a request. patchIds is sorted; empty means no case, and so no money. */
export type Actor = {
  staffId: number;
  name: string;
  role: Role;
  patchIds: readonly number[] | 'all';
};

type WithRole = { role: string };

/** The reach of a right for a role; 'none' for a person who has no role any more. */
const reachOf = ({ role }: WithRole, right: Right): Reach => rights[right][role as Role] ?? 'none';

/** Whether a person has a right at all: in their own homes, or for themselves, counts. */
export const may = (actor: WithRole, right: Right): boolean => reachOf(actor, right) !== 'none';

/** Whether a person has a right for all patches and people. */
export const mayAll = (actor: WithRole, right: Right): boolean => reachOf(actor, right) === 'all';

/** Whether a person has a right in the homes of that patch. */
export function mayIn(actor: Pick<Actor, 'role' | 'patchIds'>, right: Right, patchId: number): boolean {
  const reach = reachOf(actor, right);
  if (reach === 'patch') return actor.patchIds === 'all' || actor.patchIds.includes(patchId);
  return reach === 'all';
}

/** The patches in which a person has a right. */
export function patchesOf(actor: Pick<Actor, 'role' | 'patchIds'>, right: Right): readonly number[] | 'all' {
  const reach = reachOf(actor, right);
  return reach === 'all' ? 'all' : reach === 'patch' ? actor.patchIds : [];
}

/** Selects the kinds of change of which this person is notified. `patchId`: the home's patch; null: it has none now. */
export function kindsKnownTo(
  actor: Pick<Actor, 'role' | 'patchIds'>,
  kinds: readonly string[],
  patchId: number | null,
): string[] {
  if (actor.role === 'repairs') return kinds.filter((kind) => repairsKinds.has(kind));
  return patchId !== null && mayIn(actor, 'homes', patchId) ? [...kinds] : [];
}

/** Null where the person may carry out that kind of command; else why not, in words for them. */
export function mayNot(actor: Actor, kind: MutationKind, patchId: number): string | null {
  if (!work[kind].includes(actor.role)) return refusals[actor.role](kind);
  // Repairs and money advice work for the whole landlord; an officer's rights are their patches.
  if (actor.role === 'officer' && !mayIn(actor, 'homes', patchId))
    return 'This home is not in one of your patches any more.';
  return null;
}

/** By the database's role and patches at this instant, where memory may be a moment behind. role: null where they left. */
export function mayNoMore(actor: Actor, role: string | null, held: boolean): string | null {
  if (role !== actor.role) return 'Your work here has changed. Sign in again.';
  if (role === 'officer' && !held) return 'This home is not in one of your patches any more.';
  return null;
}

const refusals: Record<Actor['role'], (kind: string) => string> = {
  officer: () => 'Only another team can do this.',
  manager: () => 'Only another team can do this.',
  money_advice: (kind) =>
    kind.startsWith('visit.')
      ? 'The money-advice team makes no visits about arrears.'
      : 'This is not the money-advice team’s work.',
  repairs: () => 'The repairs team does not work on rent accounts.',
  admin: () => 'Administrators do not work on rent accounts.',
};
