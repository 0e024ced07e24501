// What a person typed into a change, as it waits or was refused: it is shown before the change is removed. Pure.
import type { MutationKind } from '#contract/up.ts';
import type { Waiting } from '../live/waiting.ts';

/** The arguments of changes that hold people's own text; typed.test.ts compares them with the contract. */
const typedFields = [
  'agreed',
  'agreedWith',
  'also',
  'body',
  'detail',
  'noBudgetReason',
  'note',
  'other',
  'overReason',
  'reason',
  'reference',
  'room',
  'source',
  'subject',
  'value',
  'what',
] as const;
export type TypedField = (typeof typedFields)[number];
const isTyped = (name: string): name is TypedField => (typedFields as readonly string[]).includes(name);

/** Where one of these names is a choice from a list. */
const choices: Partial<Record<MutationKind, string>> = { 'plan.end': 'reason', 'visit.no-access': 'reason' };

/** Every text that was typed with the name of its field, in the order of the arguments. Choices from a list are not among them. */
export function typedIn({
  kind,
  args,
}: Pick<Waiting, 'kind' | 'args'>): { field: TypedField; text: string }[] {
  const found: { field: TypedField; text: string }[] = [];
  const look = (value: unknown, name: string): void => {
    if (typeof value === 'string') {
      if (isTyped(name) && choices[kind] !== name && value.trim()) found.push({ field: name, text: value });
    } else if (Array.isArray(value)) for (const one of value as unknown[]) look(one, name);
    else if (value && typeof value === 'object')
      for (const [key, one] of Object.entries(value)) look(one, key);
  };
  look(args, '');
  return found;
}
