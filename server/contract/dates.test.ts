// [DOMAIN-176]
import { expect, test } from 'vitest';
import { z } from 'zod';
import { dateRanges } from '../domain/date-ranges.ts';
import { settingChange } from './performance/settings.ts';
import { newControlTotal } from './performance/reconciliation.ts';
import { mutationArgs } from './up.ts';

type Json = {
  format?: string;
  properties?: Record<string, Json>;
  items?: Json;
  anyOf?: Json[];
  const?: string;
};

/** The paths of all dates and instants in a schema, as in the table: a list's items have the list's name. */
function datesIn(schema: Json, at: string[] = []): string[] {
  if (schema.format === 'date' || schema.format === 'date-time') return [at.join('.')];
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => datesIn(inner, [...at, name])),
    ...(schema.items ? datesIn(schema.items, at) : []),
    ...(schema.anyOf ?? []).flatMap((one) => datesIn(one, at)),
  ];
}
const jsonOf = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json;
const rowsOf = (kind: string): string[] =>
  Object.keys((dateRanges as Record<string, object>)[kind] ?? {}).sort();

test('[DOMAIN-176] every date in a mutation, a setting or a figure of finance has a range', () => {
  let dates = 0;
  for (const [kind, schema] of Object.entries(mutationArgs)) {
    const found = [...new Set(datesIn(jsonOf(schema)))].sort();
    expect(rowsOf(kind), kind).toEqual(found);
    dates += found.length;
  }
  const settings = z.toJSONSchema(settingChange, { io: 'input' }) as { oneOf?: Json[]; anyOf?: Json[] };
  for (const one of settings.oneOf ?? settings.anyOf ?? []) {
    const kind = one.properties!['kind']!.const!;
    const found = [...new Set(datesIn(one))].sort();
    expect(rowsOf(kind), kind).toEqual(found);
    dates += found.length;
  }
  // The cut-off is limited by the day of its figure (reconciliation/entry.ts).
  expect(datesIn(jsonOf(newControlTotal)).filter((one) => one !== 'cutOffAt')).toEqual(
    rowsOf('control-total.enter'),
  );
  expect(dates).toBeGreaterThan(35);
});
