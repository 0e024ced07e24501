import { expect, test } from 'vitest';
import { z } from 'zod';
import { mutationArgs, mutationKinds, type MutationKind } from '#contract/up.ts';
import { typedIn } from './typed.ts';

type Json = {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  anyOf?: Json[];
  oneOf?: Json[];
  allOf?: Json[];
  properties?: Record<string, Json>;
  items?: Json;
};
/** An example of the arguments: free text where the contract takes any, codes where it takes only those. */
function example(schema: Json, path: string, texts: string[]): unknown {
  const either = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (either) {
    // Of several forms, the one with free text.
    const made = either.map((one) => {
      const own: string[] = [];
      return { value: example(one, path, own), own };
    });
    const best = made.reduce((a, b) => (b.own.length > a.own.length ? b : a));
    texts.push(...best.own);
    return best.value;
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.type === 'string') {
    if (schema.format || schema.pattern) return `code of ${path}`;
    texts.push(path);
    return path;
  }
  if (schema.type === 'array' && schema.items) return [example(schema.items, `${path}[]`, texts)];
  if (schema.type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, one]) => [
        name,
        example(one, `${path}.${name}`, texts),
      ]),
    );
  return 1;
}
const texts = (kind: MutationKind) => {
  const found: string[] = [];
  const schema = z.toJSONSchema(mutationArgs[kind], { io: 'input', unrepresentable: 'any' }) as Json;
  const args = example(schema, kind, found) as { caseId: number };
  return { args, found };
};

test('[UI-743] of every change each text that a person can type into it is shown, and no code', () => {
  for (const kind of mutationKinds) {
    const { args, found } = texts(kind);
    expect(
      typedIn({ kind, args }).map(({ text }) => text),
      kind,
    ).toEqual(found);
  }
  expect(texts('message.send').found).toEqual(['message.send.body']);
  expect(typedIn({ kind: 'task.done', args: { caseId: 1, note: ' ' } })).toEqual([]);
});
