// All rights: the one place that says what each person may see and do. `rights` says how far each role's rights reach, `work`
// which roles carry out each kind of command, `kindsWithoutMoney` of which changes people without money are notified. An
// officer's homes are those of today's patches (actors.ts). Other files ask for a right and compare no role with a name
// ([ROOMS-10]).
import type { Role } from '../contract/me.ts';
import type { MutationKind } from '../contract/up.ts';

/** own: what concerns the person; each row says what that is. patch: the homes of the person's patches. */
type Reach = 'none' | 'own' | 'patch' | 'all';

const rights = {
  /** Cases with their money: the worklist, a case, its ledger and history. */
  cases: { officer: 'patch', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** Homes with their repairs and alerts, without money. */
  homes: { officer: 'patch', manager: 'all', repairs: 'all', money_advice: 'none', admin: 'all' },
  /** Who lives in a home, and how its tenants are reached. A referral shows the money-advice team those of its own case. */
  homePeople: { officer: 'patch', manager: 'all', repairs: 'all', money_advice: 'none', admin: 'all' },
  /** Photographs of a case. */
  photos: { officer: 'patch', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** The photographs that are shared with the repairs team, and the person's own. */
  sharedPhotos: { officer: 'none', manager: 'none', repairs: 'all', money_advice: 'none', admin: 'none' },
  /** Who has a case open or is on the way to it. own: in the cases that the person has open. */
  presence: { officer: 'own', manager: 'all', repairs: 'none', money_advice: 'own', admin: 'own' },
  /** Having a case to oneself for the day, and the colleagues to whom it may be handed. */
  claims: { officer: 'patch', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'none' },
  /** Ending what a colleague has: a claim of a case, a referral that they took. */
  colleaguesWork: { officer: 'none', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'none' },
  /** Tasks on cases. own: those for the person's role, or that the person was given or wrote. */
  tasks: { officer: 'patch', manager: 'all', repairs: 'none', money_advice: 'own', admin: 'none' },
  /** Recording any check of a home. Without it: access only, as the tenant tells it. */
  everyCheck: { officer: 'patch', manager: 'all', repairs: 'all', money_advice: 'none', admin: 'none' },
  /** Correcting every field of every person in a home. Without it: how the tenants are reached. */
  correctEveryField: {
    officer: 'patch',
    manager: 'all',
    repairs: 'none',
    money_advice: 'none',
    admin: 'none',
  },
  /** Writing in cases that were not referred to the money-advice team. */
  casesNotReferred: { officer: 'patch', manager: 'all', repairs: 'all', money_advice: 'none', admin: 'none' },
  /** Recording how a referral to an agency outside ended. */
  agencyOutcomes: { officer: 'patch', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'none' },
  /** Ending a hold before its day, but for the kinds of the next row. */
  endHoldsEarly: { officer: 'patch', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'none' },
  /** Ending early a hold or an alert that protects somebody (onlyManagerEndsHold, onlyManagerEndsAlert). */
  endProtection: { officer: 'none', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'none' },
  /** Recording the landlord's court steps after the notice. */
  court: { officer: 'none', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'none' },
  /** The words of refused attempts. own: of the person's own attempts. */
  refusedWords: { officer: 'own', manager: 'all', repairs: 'own', money_advice: 'own', admin: 'own' },
  /** Conversations with the repairs team. */
  conversations: { officer: 'patch', manager: 'all', repairs: 'all', money_advice: 'none', admin: 'none' },
  /** Answering for the repairs team: being assigned a conversation. */
  answerForRepairs: { officer: 'none', manager: 'none', repairs: 'all', money_advice: 'none', admin: 'none' },
  /** The list of open repairs of all homes, and one of them. */
  repairList: { officer: 'none', manager: 'none', repairs: 'all', money_advice: 'none', admin: 'none' },
  /** Adding photographs to a case. */
  addPhotos: { officer: 'patch', manager: 'all', repairs: 'all', money_advice: 'none', admin: 'none' },
  /** What was referred to the money-advice team, as it was shared. */
  referrals: { officer: 'none', manager: 'all', repairs: 'none', money_advice: 'all', admin: 'none' },
  /** The team's tiles and the wallboard: figures without names. */
  teamFigures: { officer: 'all', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** Bridges, trend, comparison and practice. own: the person's own, and the team as a whole. */
  performance: { officer: 'own', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** The tie-out with the ledger, suspense, and payments by the API. */
  books: { officer: 'none', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** Absences, stints, bank holidays, targets, annotations and re-bases. own: as for performance. */
  settings: { officer: 'own', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** The staff and the patches. */
  people: { officer: 'none', manager: 'none', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** Which devices have unsent work, and who has had no contact for long. */
  devices: { officer: 'none', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
  /** Screens on office walls. */
  screens: { officer: 'none', manager: 'all', repairs: 'none', money_advice: 'none', admin: 'all' },
} as const satisfies Record<string, Record<Role, Reach>>;

const rentTeam = ['officer', 'manager'] as const;
const rentTeamAndRepairs = ['officer', 'manager', 'repairs'] as const;
const rentTeamAndAdvice = ['officer', 'manager', 'money_advice'] as const;
/** What is missing of a home is completed by the member of staff who is there or on the phone, of any team. */
const anyTeam = ['officer', 'manager', 'repairs', 'money_advice'] as const;

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
  'check.record': anyTeam,
  'hazard.step': rentTeamAndRepairs,
  'contact.record': rentTeamAndAdvice,
  'person.correct': anyTeam,
  'household.confirm': anyTeam,
  'case.take': rentTeam,
  'case.release': rentTeam,
  'case.ask': rentTeam,
  'case.keep': rentTeam,
  'thread.start': rentTeamAndRepairs,
  'message.send': rentTeamAndRepairs,
  'thread.read': rentTeamAndRepairs,
  'thread.take': ['repairs'],
  'thread.assign': ['repairs'],
  'thread.snooze': ['repairs'],
  'thread.settle': rentTeamAndRepairs,
  'thread.reopen': rentTeamAndRepairs,
  'message.to-repair': rentTeamAndRepairs,
  'repair.status': ['repairs'],
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

/** Stands for all kinds of change, where it is not known what changed: the receiver reads everything again. */
export const everyKind = 'everything';

/** Kinds of change of which people with homes and without money (the repairs team) are notified: no money, visit or debt. */
const kindsWithoutMoney: ReadonlySet<string> = new Set([
  ...['message', 'thread', 'read'],
  ...['repair', 'repair_note', 'check', 'photo'],
  ...['person', 'correction', 'household'],
  everyKind,
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

/** Whether a person has a right for what concerns themselves, and no further. */
export const mayOwnOnly = (actor: WithRole, right: Right): boolean => reachOf(actor, right) === 'own';

/** Whether a person has a right in the homes of that patch. */
export function mayIn(actor: Pick<Actor, 'role' | 'patchIds'>, right: Right, patchId: number): boolean {
  const reach = reachOf(actor, right);
  if (reach === 'patch') return actor.patchIds === 'all' || actor.patchIds.includes(patchId);
  return reach === 'all';
}

/** The roles whose right reaches that far: for queries about other members of staff. */
export const rolesWith = (right: Right, reach: Reach): Role[] =>
  (Object.keys(rights[right]) as Role[]).filter((role) => rights[right][role] === reach);

/** Whether people of a role see the cases of the patches that they hold, and so may hold some. */
export const holdsPatches = (role: string): boolean => reachOf({ role }, 'cases') === 'patch';

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
  if (!may(actor, 'cases') && mayAll(actor, 'homes'))
    return kinds.filter((kind) => kindsWithoutMoney.has(kind));
  return patchId !== null && mayIn(actor, 'homes', patchId) ? [...kinds] : [];
}

/** Null where the person may carry out that kind of command; else why not, in words for them. */
export function mayNot(actor: Actor, kind: MutationKind, patchId: number): string | null {
  if (!work[kind].includes(actor.role)) return refusals[actor.role](kind);
  // Repairs and money advice work for the whole landlord; an officer's rights are their patches.
  if (holdsPatches(actor.role) && !mayIn(actor, 'homes', patchId))
    return 'This home is no longer in your patches.';
  return null;
}

/** By the database's role and patches at this instant, where memory may be a moment behind. role: null where they left. */
export function mayNoMore(actor: Actor, role: string | null, held: boolean): string | null {
  if (role !== actor.role) return 'Your work here has changed. Sign in again.';
  if (holdsPatches(role) && !held) return 'This home is no longer in your patches.';
  return null;
}

const refusals: Record<Actor['role'], (kind: string) => string> = {
  officer: () => 'Your team cannot do this.',
  manager: () => 'Your team cannot do this.',
  money_advice: (kind) =>
    kind.startsWith('visit.')
      ? 'The money advice team does not make these visits.'
      : 'The money advice team cannot do this.',
  repairs: () => 'The repairs team does not work on rent accounts.',
  admin: () => 'Administrators do not work on rent accounts.',
};
