// Every mutation: sent again, out of order, by people who have lost the right, and at the same time. A new kind is in all of
// these tests as soon as it has its example (tests/support/every-mutation.ts).
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { mutationKinds, type MutationKind } from '../../server/contract/up.ts';
import { Casework } from '../support/casework.ts';
import { everyMutation } from '../support/every-mutation.ts';

let house: Casework;
beforeAll(async () => {
  house = await Casework.open(420);
});

const less = (after: Record<string, number>, before: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(after).flatMap(([table, n]) => (n === before[table] ? [] : [[table, n - before[table]!]])),
  );

test.for(mutationKinds)(
  '[CASE-64] %s: fifty copies at once have the effect of one, and get the same answer',
  async (kind) => {
    const [once, often] = [await house.example(kind), await house.example(kind)];
    for (const { example } of [once, often]) await house.prepare(example);

    const before = await house.rows();
    const { by, args, baseVersion } = once.example;
    const alone = await house.do(by, kind, args, { baseVersion });
    expect(alone.status, alone.message).toBe('applied');
    const one = less(await house.rows(), before);

    const between = await house.rows();
    const made = house.mutation(kind, often.example.args, { baseVersion });
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => house.cases.apply(house.people[by], made)),
    );
    const first = answers.filter((answer) => answer.status !== 'duplicate');
    expect(first.length).toBe(1);
    for (const { result, message } of answers)
      expect([result, message]).toEqual([first[0]!.result, first[0]!.message]);
    expect(less(await house.rows(), between)).toEqual(one);

    const settled = await house.everything();
    await house.cases.apply(house.people[by], made);
    expect(await house.everything()).toBe(settled);
  },
);

test.for(mutationKinds)(
  '[CASE-65] %s: one that arrives too early, or late, is answered and breaks nothing',
  async (kind) => {
    const { example } = await house.example(kind);
    const { by, args, baseVersion, before = [] } = example;
    const day = 86_400_000;
    const statuses: string[] = [];
    // The last one first; then those that it depends on, made days ago; then the same again with a new number.
    statuses.push((await house.do(by, kind, args, { baseVersion, at: house.now - day })).status);
    for (const step of before.toReversed())
      statuses.push(
        (await house.do(step.by ?? by, step.kind, step.args, { at: house.now - 2 * day })).status,
      );
    statuses.push((await house.do(by, kind, args, { baseVersion })).status);
    for (const status of statuses) expect(['applied', 'refused', 'conflict']).toContain(status);
    expect(await house.inconsistencies()).toEqual([]);
  },
);

test.for(mutationKinds)(
  '[CASE-66] %s: a person who has just lost the right changes nothing, gets the reason, and loses no text',
  async (kind) => {
    const { subject, example } = await house.example(kind);
    await house.prepare(example);
    const { by, args, baseVersion } = example;
    const { staffId } = house.people[by];
    const { sql } = house.db;
    const [patch, other] = house.patches as [number, number];
    // Rights as the database has them, of which this process has not been notified.
    const takings: [() => PromiseLike<unknown>, () => PromiseLike<unknown>][] = [
      [
        () => sql`update staff set active = false where id = ${staffId}`,
        () => sql`update staff set active = true where id = ${staffId}`,
      ],
    ];
    if (by === 'officer') {
      const home = sql`(select t.property_id from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${subject.caseId})`;
      takings.push(
        [
          () => sql`update stint set end_date = now()::date where staff_id = ${staffId}`,
          () => sql`update stint set end_date = null where staff_id = ${staffId}`,
        ],
        [
          () => sql`update property set patch_id = ${other} where id = ${home}`,
          () => sql`update property set patch_id = ${patch} where id = ${home}`,
        ],
      );
    }
    for (const [take, give] of takings) {
      await take();
      const before = await house.everything();
      const made = house.mutation(kind, args, { baseVersion });
      const answer = await house.cases.apply(house.people[by], made);
      expect(answer).toMatchObject({
        status: 'refused',
        message: expect.stringMatching(/^[A-Z].+[.]$/) as string,
      });
      expect(await house.everything()).toBe(before);
      const [noted] = await sql<{ words: object }[]>`
      select detail -> 'words' as words from audit_line where detail ->> 'mutation' = ${made.id}`;
      const { caseId: _, ...words } = made.args;
      expect(noted!.words).toEqual(JSON.parse(JSON.stringify(words)));
      await give();
    }
    expect((await house.do(by, kind, args, { baseVersion })).status).toBe('applied');
  },
);

/**
 * Work on the debt is forbidden; help for the household, and records of what happened, are allowed. The examples of a contact
 * and of a finished visit hold a promise to pay.
 */
const collects = new Set<MutationKind>([
  'visit.plan',
  'visit.set-out',
  'plan.agree',
  'contact.record',
  'visit.finish',
]);

test.for(mutationKinds)(
  '[CASE-67] %s in a breathing space: work on the debt is refused with a message, help and records are accepted',
  async (kind) => {
    const { subject, example } = await house.example(kind);
    await house.prepare(example);
    await house.db.sql`insert into hold (rent_account_id, kind, starts_on, ends_on, received_at)
    values (${subject.caseId}, 'breathing_space', now()::date - 1, now()::date + 58, now() - interval '1 day')`;
    const { by, args, baseVersion } = example;
    const answer = await house.do(by, kind, args, { baseVersion });
    expect(answer.status, `${kind}: ${answer.message ?? ''}`).toBe(
      collects.has(kind) ? 'refused' : 'applied',
    );
    if (collects.has(kind)) expect(answer.message).toMatch(/^[A-Z].+[.]$/);
    expect(await house.inconsistencies()).toEqual([]);
  },
);

/** Unique text in place of every sentence of an example. */
const sayings = new Set([
  'note',
  'body',
  'subject',
  'reason',
  'agreed',
  'detail',
  'source',
  'what',
  'reference',
  'room',
]);
const idsIn = (value: unknown): string[] =>
  JSON.stringify(value).match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g) ?? [];
let count = 0;
function withWords<T>(value: T, words: string[], key = ''): T {
  if (Array.isArray(value)) return value.map((one: unknown) => withWords(one, words, key)) as T;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, withWords(inner as unknown, words, name)]),
    ) as T;
  // Values of a list (the reason of plan.end and no-access) are not changed.
  if (typeof value !== 'string' || !sayings.has(key) || /^[a-z_]+$/.test(value)) return value;
  words.push(`Words ${++count} <b>&amp;</b> "né" العربية 你好.`);
  return words.at(-1) as T;
}

test(
  '[CASE-63] whatever several people do to one case at once, every text of everybody is stored and the case is consistent',
  { timeout: 300_000 },
  async () => {
    const act = (kinds: MutationKind[]) =>
      fc.record({
        kind: fc.constantFrom(...kinds),
        who: fc.constantFrom('officer', 'colleague', 'manager'),
        /** Made this many minutes ago, so that mutations arrive in another order than they were made. */
        late: fc.integer({ min: 0, max: 600 }),
        together: fc.boolean(),
        /** Continues something that another person did before, where the kind allows it. */
        follows: fc.boolean(),
      });
    // Few kinds in each run: then two people often change the same thing.
    const acts = fc
      .uniqueArray(fc.constantFrom(...mutationKinds), { minLength: 1, maxLength: 4 })
      .chain((kinds) => fc.array(act(kinds), { minLength: 3, maxLength: 12 }));
    await fc.assert(
      fc.asyncProperty(fc.boolean(), acts, async (hold, acts) => {
        const subject = await house.subject({ hold, alert: true });
        const written: { kind: string; who: string; words: string[]; status: string }[] = [];
        const named = new Set<string>();
        let shared = everyMutation(subject);
        const pending: Promise<unknown>[] = [];
        for (const { kind, who, late, together, follows } of acts) {
          if (!follows) shared = everyMutation(subject);
          const { by, args, baseVersion, before = [] } = shared[kind];
          const doer = by === 'repairs' || by === 'money_advice' ? by : who;
          // The id of a new row is used once: the same id with other text would be a fault of a device.
          const begun = idsIn(before.map((step) => step.args));
          const makes = idsIn(args).filter((id) => !begun.includes(id));
          const again = makes.some((id) => named.has(id));
          // The row exists before another mutation refers to it.
          if ([...makes, ...begun].some((id) => named.has(id))) await Promise.all(pending);
          for (const id of [...makes, ...begun]) named.add(id);
          const words: string[] = [];
          const more = {
            at: house.now - late * 60_000,
            ...(baseVersion === undefined ? {} : { baseVersion }),
          };
          const done = (async () => {
            for (const step of before) await house.do(step.by ?? doer, step.kind, step.args, more);
            const answer = await house.do(doer, kind, again ? args : withWords(args, words), more);
            written.push({ kind, who: doer, words, status: answer.status });
          })();
          pending.push(done);
          if (!together) await done;
        }
        await Promise.all(pending);
        const everything = await house.everything(true);
        // As Postgres writes a row as text: quotes are doubled, in JSON they are escaped.
        const kept = (word: string) =>
          [
            word,
            word.replaceAll('"', '""'),
            word.replaceAll('"', '\\"'),
            word.replaceAll('"', '\\\\""'),
            word.replaceAll('"', '\\""'),
          ].some((one) => everything.includes(one));
        for (const { kind, who, words, status } of written) {
          // A visit's step keeps its officer's last text: people may replace their own earlier text.
          const ownAgain =
            kind.startsWith('visit.') &&
            written.filter((one) => one.kind === kind && one.who === who).length > 1;
          if (ownAgain) continue;
          for (const word of words) expect(kept(word), `${kind} (${status}): ${word}`).toBe(true);
        }
        expect(await house.inconsistencies()).toEqual([]);
      }),
      { numRuns: 25 },
    );
  },
);
