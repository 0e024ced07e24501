// Everything that can be done to a case, by its kind.
import type { ArgsOf, MutationKind } from '../contract/up.ts';
import { checkHandlers } from './checks.ts';
import { contactHandlers } from './contacts.ts';
import { helpHandlers } from './help.ts';
import { lawHandlers } from './law.ts';
import type { Handler } from './step.ts';
import { threadHandlers } from './threads.ts';
import { togetherHandlers } from './together.ts';
import { visitHandlers } from './visits.ts';

export const handlers: { [K in MutationKind]: Handler<ArgsOf<K>> } = {
  ...visitHandlers,
  ...contactHandlers,
  ...checkHandlers,
  ...helpHandlers,
  ...lawHandlers,
  ...togetherHandlers,
  ...threadHandlers,
};
