// What people do to a case, as the contract's Mutation says it (structurally: this room does not import the wire). It is
// put together from the nouns' own files, as their handlers are in handlers.ts; TypeScript checks in server/main.ts that
// nothing which the wire allows is missing.
import type { CheckArgs } from './checks.ts';
import type { ContactArgs } from './contacts.ts';
import type { HelpArgs } from './help.ts';
import type { LawArgs } from './law.ts';
import type { ThreadArgs } from './threads.ts';
import type { TogetherArgs } from './together.ts';
import type { VisitArgs } from './visits.ts';

type Args = VisitArgs & ContactArgs & CheckArgs & HelpArgs & LawArgs & TogetherArgs & ThreadArgs;

export type MutationKind = keyof Args;
export type ArgsOf<K extends MutationKind> = Args[K];
export type Mutation = {
  [K in MutationKind]: {
    id: string;
    clientId: string;
    n: number;
    kind: K;
    args: Args[K];
    baseVersion?: number | undefined;
    madeAt: string;
  };
}[MutationKind];

export type MutationAnswer = {
  id: string;
  status: 'applied' | 'duplicate' | 'refused' | 'conflict';
  message?: string | undefined;
  result?: unknown;
};
