// What tests of bad input send: values that no column or schema accepts, and valid values in which each part in turn is
// replaced by each of those.

export const nasty: readonly unknown[] = [
  ...[2 ** 31, -(2 ** 31) - 1, 2 ** 53, -(2 ** 63), 1e300, 0.5, -1, 0],
  ...['\0', 'a\0b', '\ud800', 'x\udfff', '', ' \t\n', '\u202e\u2066\u200b', 'x'.repeat(5_000)],
  ...['2147483648', '9223372036854775808', 'hold-ended:2147483648', 'hold-ended:0', '-0', '1e999', 'NaN'],
  ...['0000-01-01', '9999-12-31', '2026-02-30', '275760-09-14T00:00:00Z', '+010000-01-01T00:00:00Z'],
  ...['00000000-0000-0000-0000-000000000000', '{"a":1}', "' or 1=1 --", '%00', '\\u0000'],
  ...[null, true, [], {}, [null], ['\0'], { '\0': '\0' }, { toString: 1 }],
];

/** `value` with one part replaced by each nasty one, part after part, the whole last. */
export function* spoilt(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    for (const [at, part] of value.entries())
      for (const bad of spoilt(part)) yield value.map((one, i): unknown => (i === at ? bad : one));
    if (value.length > 0) yield Array.from({ length: 1_000 }, (): unknown => value[0]);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value))
      for (const bad of spoilt(part)) yield { ...value, [key]: bad };
  }
  for (const bad of nasty) yield bad;
}

type Schema = {
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  minimum?: number;
  minLength?: number;
};

/** A value that this JSON schema accepts, with every optional part. */
function example(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choice) return example(choice[0]!);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object')
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([key, part]) => [key, example(part)]),
    );
  if (type === 'array') return [example(schema.items ?? {})];
  if (type === 'boolean') return false;
  if (type === 'integer' || type === 'number') return Math.max(1, schema.minimum ?? 1);
  if (schema.format === 'date') return '2026-11-02';
  if (schema.format === 'date-time') return '2026-11-02T10:00:00.000Z';
  if (schema.format === 'uuid') return crypto.randomUUID();
  return 'words'.padEnd(schema.minLength ?? 0, 'x');
}

/** Every shape that a schema may take at its top, where it names several. */
export function examples(schema: Schema): unknown[] {
  const choice = schema.anyOf ?? schema.oneOf;
  return choice ? choice.flatMap(examples) : [example(schema)];
}
