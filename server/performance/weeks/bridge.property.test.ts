// [PERF-1] to [PERF-5], [PERF-12]: random landlords with backdated postings, reversals, moves of every kind, and weeks that are
// frozen meanwhile. The expected figures are sums of the ledger.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../../tests/support/database.ts';
import { pay, smallLandlord, type SmallLandlord } from '../../../tests/support/landlord.ts';
import { addDays, rentWeekStart } from '../../domain/days.ts';
import { grossBridge } from '../../domain/statistics/bridge-words.ts';
import { readCounts } from '../trend/counts.ts';
import { readGross } from './gross.ts';
import { readBridge, type Bridge, type BridgeOptions, type Scope } from './bridge.ts';
import { readBridgeRows, type BridgeRow, type Place } from './bridge-rows.ts';
import { freezeEnded } from './weeks.ts';
import { silentLog } from '../../../tests/support/silent-log.ts';
import { londonDay } from '../../../tests/support/london-day.ts';

const { sql } = await freshDatabase();
let landlord: SmallLandlord;

const weeks = 5;
const thisWeek = rentWeekStart(londonDay(), 1);
const firstWeek = addDays(thisWeek, -7 * weeks);
const all = ['current', 'court', 'former'] as const;

type Deed =
  | { do: 'charge' | 'payment' | 'adjustment' | 'write_off'; account: number; pence: number; daysAgo: number }
  | { do: 'end' | 'court' | 'uncourt'; account: number; day: number }
  | { do: 'move'; account: number; day: number; patch: number }
  | { do: 'hand over'; patch: number; day: number; officer: number | null }
  | { do: 'mend' | 'delete'; nth: number; pence: number };

const account = fc.nat({ max: 5 });
const day = fc.integer({ min: 0, max: 6 });
const pence = fc.integer({ min: 1, max: 50_000 });
const posting: fc.Arbitrary<Deed> = fc.record({
  do: fc.constantFrom('charge', 'payment', 'adjustment', 'write_off'),
  account,
  pence: fc.oneof(
    pence,
    pence.map((p) => -p),
  ),
  // Also before the first frozen week, and a few days ahead.
  daysAgo: fc.integer({ min: -4, max: 45 }),
});
const move: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ do: fc.constantFrom('end', 'court', 'uncourt'), account, day }),
  fc.record({ do: fc.constant('move' as const), account, day, patch: fc.nat({ max: 2 }) }),
  fc.record({
    do: fc.constant('hand over' as const),
    patch: fc.nat({ max: 2 }),
    day,
    officer: fc.option(fc.nat({ max: 2 })),
  }),
);
const change: fc.Arbitrary<Deed> = fc.record({ do: fc.constantFrom('mend', 'delete'), nth: fc.nat(), pence });
const story = (deed: fc.Arbitrary<Deed>) =>
  fc.array(fc.array(deed, { maxLength: 8 }), { minLength: weeks, maxLength: weeks });

let n = 0;
async function doIt(deed: Deed, week: string): Promise<void> {
  switch (deed.do) {
    case 'charge':
    case 'payment':
    case 'adjustment':
    case 'write_off': {
      const id = landlord.accounts[deed.account]!;
      const on = addDays(week, 6 - deed.daysAgo);
      if (deed.do === 'charge')
        await sql`insert into charge (rent_account_id, amount_pence, due_on) values (${id}, ${deed.pence}, ${on})`;
      else if (deed.do === 'payment')
        await pay(sql, id, deed.pence, { method: n++ % 2 ? 'card' : 'cash', on });
      else
        await sql`insert into adjustment (rent_account_id, amount_pence, kind, effective_on)
          values (${id}, ${deed.pence}, ${deed.do === 'write_off' ? 'write_off' : 'correction'}, ${on})`;
      return;
    }
    case 'end':
      await sql`update tenancy set end_date = ${addDays(week, deed.day)} where end_date is null
        and id = (select tenancy_id from rent_account where id = ${landlord.accounts[deed.account]!})`;
      return;
    case 'court':
    case 'uncourt':
      await sql`insert into court_step (id, rent_account_id, kind, on_day, staff_id, happened_at)
        values (${crypto.randomUUID()}, ${landlord.accounts[deed.account]!},
          ${deed.do === 'court' ? 'application_made' : 'claim_withdrawn'}, ${addDays(week, deed.day)}, ${landlord.manager}, now())`;
      return;
    case 'move':
      await sql`insert into property_patch_history (property_id, from_on, patch_id)
        select t.property_id, ${addDays(week, deed.day)}, ${landlord.patches[deed.patch]!}
        from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${landlord.accounts[deed.account]!}
        on conflict (property_id, from_on) do update set patch_id = excluded.patch_id`;
      return;
    case 'hand over': {
      const [patch, on] = [landlord.patches[deed.patch]!, addDays(week, deed.day)];
      await sql`delete from stint where patch_id = ${patch} and start_date >= ${on}`;
      await sql`update stint set end_date = ${on} where patch_id = ${patch} and (end_date is null or end_date > ${on})`;
      if (deed.officer !== null)
        await sql`insert into stint (staff_id, patch_id, start_date) values (${landlord.officers[deed.officer]!}, ${patch}, ${on})`;
      return;
    }
    case 'mend':
      await sql`update payment set amount_pence = ${deed.pence} where id = (select id from payment order by id
        offset ${deed.nth} % greatest(1, (select count(*)::int from payment)) limit 1)`;
      return;
    case 'delete':
      await sql`delete from charge where id = (select id from charge order by id
        offset ${deed.nth} % greatest(1, (select count(*)::int from charge)) limit 1)`;
  }
}

/** Each week's entries are made, then the week is frozen: later entries that count in it are late. */
async function live(deeds: Deed[][]): Promise<void> {
  const cleared = `week_freeze court_step payment charge adjustment ledger_was rent_account tenancy_person person tenancy
    property stint position staff patch`;
  for (const table of cleared.split(/\s+/)) await sql`delete from ${sql(table)}`;
  landlord = await smallLandlord(sql, { homes: 6, patches: 3 });
  for (const id of landlord.accounts)
    await sql`insert into charge (rent_account_id, amount_pence, due_on) values (${id}, 10000, ${addDays(firstWeek, -10)})`;
  for (const [i, some] of deeds.entries()) {
    const week = addDays(firstWeek, 7 * i);
    for (const deed of some) await doIt(deed, week);
    await freeze(addDays(week, 7));
  }
}

const freeze = (monday: string) =>
  freezeEnded({ sql, log: silentLog, clock: () => Date.parse(`${monday}T12:00:00Z`), back: i(monday) });
/** Back to the first week, with any week frozen now. */
const i = (monday: string) => Math.round((Date.parse(monday) - Date.parse(firstWeek)) / (7 * 86_400_000));

const week = (nth: number) => addDays(firstWeek, 7 * nth);
const ranges = [
  [0, weeks - 1],
  [1, 3],
  [2, 2],
] as const;
async function bridge(
  scope: Scope,
  from = 0,
  to = weeks - 1,
  states: readonly (typeof all)[number][] = all,
): Promise<Bridge> {
  return (await readBridge(sql, { scope, from: week(from), to: week(to), states }))!;
}
const everybody = (): Scope[] => [
  ...landlord.officers.map((id) => ({ of: 'officer' as const, id })),
  { of: 'officer', id: null },
];
const perPatch = (): Scope[] => landlord.patches.map((id) => ({ of: 'patch' as const, id }));

// PROPERTY_RUNS=100 runs more.
const runs = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 3) };
const patience = 900_000;

/** Compares each line with the sum of its rows, page by page. */
async function rowsSumToLines(options: BridgeOptions): Promise<void> {
  const { lines, openingPence, closingPence, restated } = (await readBridge(sql, options))!;
  for (const [view, figures] of [
    ['frozen', { lines, openingPence, closingPence }],
    ['restated', restated],
  ] as const) {
    const asked = [
      { line: 'opening', what: '', pence: figures.openingPence, rows: null },
      { line: 'closing', what: '', pence: figures.closingPence, rows: null },
      ...figures.lines,
    ];
    for (const { line, what, pence, rows: count } of asked) {
      const rows: BridgeRow[] = [];
      for (let place: Place | null = { piece: 0, skip: 0 }; place;) {
        const page = await readBridgeRows(sql, { ...options, view, line, what }, { place, limit: 7 });
        rows.push(...page.rows);
        place = page.next;
      }
      const sum = rows.reduce((so, row) => so + row.pence, 0);
      expect([view, line, what, sum]).toEqual([view, line, what, pence]);
      if (view === 'frozen' && count !== null) expect([line, what, rows.length]).toEqual([line, what, count]);
    }
  }
}

/** Arrears and credits are the balance at both ends, and the bridge of the arrears sums to its last line. */
async function grossTies(options: BridgeOptions): Promise<void> {
  const [net, gross] = await Promise.all([readBridge(sql, options), readGross(sql, options)]);
  const { opening, closing } = gross;
  expect(opening.arrearsPence + opening.creditsPence).toBe(net!.openingPence);
  expect(closing.arrearsPence + closing.creditsPence).toBe(net!.closingPence);
  for (const { arrearsPence, creditsPence } of [opening, closing])
    expect([arrearsPence >= 0, creditsPence <= 0]).toEqual([true, true]);
  const lines = grossBridge(gross).flatMap(({ pence, part }) => (part ? [] : pence));
  expect(lines.pop()).toBe(lines.reduce((total, pence) => total + pence, 0));
}

/** The bridge of current tenants has court cases in it, with their part, and ends with the arrears of the headline. */
async function endsAtHeadline(scope: Scope, from: number, to: number): Promise<void> {
  const span = { scope, from: week(from), to: week(to) };
  const [gross, court, without, counts] = await Promise.all([
    readGross(sql, { ...span, states: ['current', 'court'] }),
    readGross(sql, { ...span, states: ['court'] }),
    readGross(sql, { ...span, states: ['current'] }),
    readCounts(sql, { ...span, zone: 'Europe/London' }, 'arrears_percent'),
  ]);
  const { arrearsPence, courtPence } = gross.closing;
  expect(courtPence).toBe(court.closing.arrearsPence);
  expect(arrearsPence).toBe(without.closing.arrearsPence + court.closing.arrearsPence);
  const headline = counts.get('arrears_percent')?.at(-1);
  if (headline?.on === span.to) expect(headline.part).toBe(arrearsPence);
}

test(
  '[PERF-1] [PERF-12] [PERF-107] [PERF-111] every bridge sums to the penny, frozen and restated, for any scope and weeks; each line’s rows sum to it',
  async () => {
    await fc.assert(
      fc.asyncProperty(story(fc.oneof(posting, posting, move, change)), fc.nat(), async (deeds, nth) => {
        await live(deeds);
        const somebody = [...everybody(), ...perPatch()];
        for (const scope of [{ of: 'landlord' } as const, ...somebody])
          for (const [from, to] of ranges)
            for (const states of [all, ['current'] as const, ['current', 'court'] as const]) {
              const { residualPence, restated } = await bridge(scope, from, to, states);
              expect([residualPence, restated.residualPence]).toEqual([0, 0]);
              await grossTies({ scope, from: week(from), to: week(to), states });
            }
        for (const scope of [{ of: 'landlord' } as const, somebody[nth % somebody.length]!])
          await endsAtHeadline(scope, 0, weeks - 1);
        for (const [k, scope] of [{ of: 'landlord' } as const, somebody[nth % somebody.length]!].entries()) {
          const [from, to] = ranges[(nth + k) % ranges.length]!;
          const options = { scope, from: week(from), to: week(to) };
          await rowsSumToLines({ ...options, states: (nth + k) % 2 ? all : ['current'] });
        }
      }),
      runs,
    );
  },
  patience,
);

test(
  '[PERF-2] officers and patches without one sum to the landlord, and so do patches; the landlord equals the ledger',
  async () => {
    await fc.assert(
      fc.asyncProperty(story(fc.oneof(posting, posting, move, change)), async (deeds) => {
        await live(deeds);
        const whole = await bridge({ of: 'landlord' });
        for (const parts of [everybody(), perPatch()]) {
          const bridges = await Promise.all(parts.map((scope) => bridge(scope)));
          for (const figure of [
            (one: Bridge) => one.openingPence,
            (one: Bridge) => one.closingPence,
            (one: Bridge) => one.restated.openingPence,
            (one: Bridge) => one.restated.closingPence,
          ])
            expect(bridges.reduce((pence, one) => pence + figure(one), 0)).toBe(figure(whole));
        }
        const [ledger] = await sql<{ pence: number }[]>`
        select coalesce(sum(pence), 0)::bigint as pence from ledger_row where on_day < ${thisWeek}`;
        expect(whole.closingPence).toBe(ledger!.pence);
        const moved = whole.lines.filter(({ line }) => /_(in|out)$/.test(line));
        expect(moved.reduce((pence, one) => pence + one.pence, 0)).toBe(0);
      }),
      runs,
    );
  },
  patience,
);

test(
  '[PERF-3] a week’s opening equals the closing of the week before, for each account',
  async () => {
    await fc.assert(
      fc.asyncProperty(story(fc.oneof(posting, move, change)), async (deeds) => {
        await live(deeds);
        const differing = await sql`
        select position_id, o.week_on from
          (select * from week_line where line = 'opening' and week_on > ${firstWeek} and pence <> 0) o full join
          (select position_id, week_on + 7 as week_on, pence from week_line
            where line = 'closing' and week_on < ${addDays(thisWeek, -7)} and pence <> 0) c using (position_id, week_on)
        where o.pence is distinct from c.pence`;
        expect([...differing]).toEqual([]);
      }),
      runs,
    );
  },
  patience,
);

test(
  '[PERF-4] restated figures are those that the weeks would have if they were frozen now',
  async () => {
    await fc.assert(
      fc.asyncProperty(story(fc.oneof(posting, posting, posting, move)), async (deeds) => {
        await live(deeds);
        const scopes: Scope[] = [{ of: 'landlord' }, ...everybody(), ...perPatch()];
        const asked = scopes.flatMap((scope): [Scope, number, number][] => [
          [scope, 0, weeks - 1],
          [scope, 1, 3],
        ]);
        const restated: Bridge['restated'][] = [];
        for (const one of asked) restated.push((await bridge(...one, ['current'])).restated);
        await sql`delete from week_freeze`;
        await freeze(thisWeek);
        for (const [k, one] of asked.entries())
          expect(figures(await bridge(...one, ['current']))).toEqual(figures(restated[k]!));
      }),
      runs,
    );
  },
  patience,
);
/** The balances, and the lines that are not 0. */
const figures = ({ openingPence, closingPence, lines }: Omit<Bridge['restated'], 'residualPence'>) => [
  openingPence,
  closingPence,
  ...lines.filter(({ pence }) => pence !== 0).map(({ line, what, pence }) => `${line} ${what} ${pence}`),
];

test('[PERF-5] a week is frozen once by any number of processes, and later entries do not change its figures', async () => {
  await live([...Array(weeks).keys()].map(() => []));
  await sql`delete from week_freeze`;
  const before = await Promise.allSettled([freeze(thisWeek), freeze(thisWeek), freeze(thisWeek)]);
  expect(before.some(({ status }) => status === 'fulfilled')).toBe(true);
  await freeze(thisWeek);
  const [count] = await sql<{ weeks: number }[]>`select count(*)::int as weeks from week_freeze`;
  expect(count!.weeks).toBe(weeks);
  const frozen = JSON.stringify(await bridge({ of: 'landlord' }));
  await doIt({ do: 'payment', account: 0, pence: 5000, daysAgo: 20 }, addDays(thisWeek, -7));
  expect(JSON.stringify(await bridge({ of: 'landlord' }))).toBe(frozen);
  expect(await freeze(thisWeek)).toBe(0);
});
