// What people do to a case, as the contract's Mutation says it (structurally: this room does not import the wire).
import type { Assessment, Blocker } from '../domain/answer.ts';

type Args = {
  'visit.plan': { caseId: number; plannedFor: string };
  /** accompanied: a colleague comes along, as an alert may ask. */
  'visit.set-out': { caseId: number; accompanied?: boolean | undefined };
  'visit.knock-check': { caseId: number };
  'visit.go-anyway': { caseId: number; reason: string };
  'visit.turn-back': { caseId: number; because: 'stood_down' | 'cancelled' };
  'visit.finish': {
    caseId: number;
    outcome: VisitOutcome;
    note: string;
    promise?: { amountPence: number; on: string } | undefined;
  };
  'contact.record': {
    caseId: number;
    kind: 'call' | 'message' | 'letter' | 'email' | 'office';
    reached: boolean;
    note: string;
  };
};
export type VisitOutcome =
  | 'seen_tenant'
  | 'seen_other'
  | 'no_access'
  | 'card_left'
  | 'refused'
  | 'unsafe'
  | 'promise'
  | 'paid_at_door';

export type MutationKind = keyof Args;
export type ArgsOf<K extends MutationKind> = Args[K];
export type Mutation = {
  [K in MutationKind]: { id: string; clientId: string; n: number; kind: K; args: Args[K]; madeAt: string };
}[MutationKind];

export type MutationAnswer = {
  id: string;
  status: 'applied' | 'duplicate' | 'refused' | 'conflict';
  message?: string | undefined;
  result?: unknown;
};

/** The case as it stands in the database at that instant; what the worklist's `fresh` gives. */
export type CaseNow = {
  case: {
    id: number;
    action: Assessment['action'];
    realArrearsPence: number;
    reasons: readonly { text: string }[];
    blockers: readonly Blocker[];
    knownUpTo: string;
  };
  asOf: Date;
};
export type Fresh = (id: number) => Promise<CaseNow | null>;
