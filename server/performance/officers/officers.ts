// How each officer compares: their weekly movement split into lines, and what their cases paid against what the same cases
// pay when others hold them, by the domain's rules (attribution.ts, expectation.ts). Reads only frozen weeks; an answer is
// cached for a minute. Officers are sorted by name, never ranked.
import { setImmediate as breathe } from 'node:timers/promises';
import type {
  Comparison,
  FunnelChart,
  OfficerOverall,
  OfficerWeek,
} from '../../contract/performance/officers.ts';
import type { Sql } from '../../../db/connect.ts';
import { addLines, attribute, type MovementLine } from '../../domain/statistics/attribution.ts';
import {
  compareOfficers,
  type OfficerCompared,
  type WeekCompared,
} from '../../domain/statistics/expectation.ts';
import { expectations } from '../../domain/statistics/expectation-strata.ts';
import { verdictOf, type Verdict } from '../../domain/statistics/expectation-verdict.ts';
import {
  heldPeriods,
  heldWords,
  overallOf,
  verdictPeriods,
} from '../../domain/statistics/overall-verdict.ts';
import type { Day } from '../../domain/facts.ts';
import {
  readBankHolidays,
  readCaseWeeks,
  readHeld,
  readLines,
  readMoved,
  readWeeks,
  type FrozenWeek,
  type LineRow,
  type MovedRow,
} from './cases.ts';
import { funnelOf } from './funnel.ts';
import { AnswerCache } from '../answer-cache.ts';

/** Weeks that the comparison reads: those before the window show how a patch pays under other officers. */
const historyWeeks = 60;

type Line = { line: MovementLine; pence: number };
export type Officer = {
  id: number;
  name: string;
  patches: { id: number; name: string }[];
  weeks: OfficerWeek[];
  caseDays: number;
  movementPence: number;
  lines: Line[];
  compared: Comparison | null;
  verdict: Verdict;
  overall: OfficerOverall;
};
export type Compared = {
  frozenAt: Date | null;
  from: Day | null;
  to: Day | null;
  rebuiltWeeks: number;
  officers: Officer[];
  funnel: FunnelChart;
};

export type ReadOfficers = (weeks: number) => Promise<Compared>;

/** An answer is cached until another week is frozen, and at most this long: changed settings show within a minute. */
const keptMs = 60_000;

/** The comparison over the last so many frozen weeks, cached until another week is frozen. */
export function createOfficers({ sql, clock }: { sql: Sql; clock: () => number }): ReadOfficers {
  const answers = new AnswerCache<Compared>({ keptMs, most: 20, clock });
  const periods = new AnswerCache<Periods>({ keptMs, most: 2, clock });
  return async (weeks) => {
    const [newest] = await sql<{ key: string | null }[]>`
      select max(week_on) || ' ' || count(*) as key from week_freeze`;
    const key = newest?.key ?? '';
    return answers.get(`${weeks} ${key}`, async () =>
      readOfficers(sql, weeks, await periods.get(key, () => readPeriods(sql)).answer),
    ).answer;
  };
}

/** The weeks, oldest first, every officer compared over each period of the verdict, and in which weeks they held cases. */
type Periods = {
  history: FrozenWeek[];
  compared: ReadonlyMap<number, OfficerCompared[]>;
  held: ReadonlyMap<number, { first: Day; last: Day }>;
};

async function readPeriods(sql: Sql): Promise<Periods> {
  const history = await readWeeks(sql, historyWeeks);
  const cases = await readCaseWeeks(sql, history);
  const expected = expectations(cases);
  const compared = new Map<number, OfficerCompared[]>();
  for (const weeks of verdictPeriods) {
    compared.set(weeks, compareOfficers(cases, Math.max(0, history.length - weeks), expected).officers);
    // Each takes a part of a second: others get their answers in between.
    await breathe();
  }
  const held = history.length === 0 ? [] : await readHeld(sql, history[0]!.on, history.at(-1)!.on);
  return { history, compared, held: new Map(held.map(({ staffId, ...weeks }) => [staffId, weeks])) };
}

/** The one verdict over the periods in which they held cases. */
function overallFor(id: number, { first, last }: { first: Day; last: Day }, all: Periods): OfficerOverall {
  const { history, compared } = all;
  const placeOf = (on: Day) => history.findIndex((week) => week.on === on);
  const held = { total: history.length, first: placeOf(first), last: placeOf(last) };
  const periods = heldPeriods(held).map(({ span, weeks }) => {
    const own = compared.get(span)!.find(({ officer }) => officer === id) ?? nothing(id);
    const verdict = verdictOf(own, (week) => history[week]!.on);
    return { weeks, ratio: ratioOf(own), verdict };
  });
  const { standing, sentence } = overallOf(periods);
  return {
    standing,
    sentence: [sentence, heldWords(held, first, history[held.last]!.lastOn)].filter(Boolean).join(' '),
    periods: periods.map(({ weeks, ratio, verdict }) => ({
      weeks,
      ratio: verdict.standing === 'too_few_weeks' ? null : ratio,
      standing: verdict.standing,
      sentence: verdict.sentence,
    })),
  };
}

/**
 * The officers over the last `span` frozen weeks, one of the verdict's periods; the weeks before serve to estimate how much
 * patches differ. Pence.
 */
export async function readOfficers(sql: Sql, span: number, periods?: Periods): Promise<Compared> {
  const all = periods ?? (await readPeriods(sql));
  const { history } = all;
  const window = history.slice(-span);
  const [first, last] = [window[0], window.at(-1)];
  if (!first || !last)
    return { frozenAt: null, from: null, to: null, rebuiltWeeks: 0, officers: [], funnel: funnelOf([]) };
  const [moved, lines, people, holidays] = await Promise.all([
    readMoved(sql, first.on, last.on),
    readLines(sql, first.on, last.on),
    readPeople(sql),
    readBankHolidays(sql, first.on, last.lastOn),
  ]);
  const compared = all.compared.get(span)!;
  const byOfficer = new Map(compared.map((one) => [one.officer, one]));
  const linesOf = Map.groupBy(lines, (one) => `${one.staffId} ${one.on}`);
  const movedOf = Map.groupBy(moved, (one) => `${one.staffId} ${one.on}`);
  const nameOfHoliday = (week: FrozenWeek) =>
    holidays.find(({ on }) => on >= week.on && on <= week.lastOn)?.name ?? null;

  // Each answer has every officer who held cases in any of the periods: a shorter period drops no verdict.
  const earliest = history.at(-verdictPeriods.at(-1)!)?.on ?? history[0]!.on;
  const isShown = (id: number) => (all.held.get(id)?.last ?? '') >= earliest;
  const officers = people
    .filter(({ id }) => isShown(id))
    .map(({ id, name, patches }): Officer => {
      const own = byOfficer.get(id);
      const weeks = window.flatMap((week, i): OfficerWeek[] => {
        const bridge = linesOf.get(`${id} ${week.on}`);
        if (!bridge) return [];
        const counted = own?.weeks.find((one) => one.week === history.length - window.length + i);
        return [weekOf(week, bridge, movedOf.get(`${id} ${week.on}`) ?? [], counted, nameOfHoliday(week))];
      });
      return {
        id,
        name,
        patches,
        weeks,
        caseDays: own?.caseDays ?? 0,
        movementPence: weeks.reduce((sum, week) => sum + week.movementPence, 0),
        lines: addLines(weeks.map((week) => week.lines)),
        compared: own ? comparisonOf(own) : null,
        verdict: verdictOf(own ?? nothing(id), (week) => history[week]!.on),
        overall: overallFor(id, all.held.get(id)!, all),
      };
    });
  return {
    frozenAt: last.frozenAt,
    from: first.on,
    to: last.on,
    rebuiltWeeks: window.filter((week) => week.rebuilt).length,
    officers,
    funnel: funnelOf(compared.filter(({ officer }) => officers.some(({ id }) => id === officer))),
  };
}

/** One week of one officer: the bridge's lines, the movement of their cases, and the comparison where the week counts. */
function weekOf(
  { on, lastOn }: FrozenWeek,
  bridge: readonly LineRow[],
  moved: readonly MovedRow[],
  counted: WeekCompared | undefined,
  bankHoliday: string | null,
): OfficerWeek {
  const between = bridge.filter(({ line }) => line !== 'opening' && line !== 'closing');
  const penceOf = (line: string) => bridge.find((one) => one.line === line)?.pence ?? 0;
  return {
    weekOn: on,
    lastOn,
    openingPence: penceOf('opening'),
    closingPence: penceOf('closing'),
    ...attribute(between, moved, bankHoliday !== null),
    rentPence: moved.reduce((sum, one) => sum + one.rentPence, 0),
    caseDays: counted?.caseDays ?? 0,
    cases: moved.reduce((sum, one) => sum + one.cases, 0),
    compared: counted ? comparisonOf(counted) : null,
    bankHoliday,
  };
}

const nothing = (officer: number): OfficerCompared => ({
  officer,
  weeks: [],
  broughtPence: 0,
  observedPence: 0,
  expectedPence: 0,
  errorPence: 0,
  chancePence: 0,
  caseDays: 0,
  known: 0,
});

function comparisonOf(one: OfficerCompared | WeekCompared): Comparison {
  const { broughtPence, observedPence, expectedPence, errorPence } = one;
  return {
    broughtPence: Math.round(broughtPence),
    observedPence: Math.round(observedPence),
    expectedPence: Math.round(expectedPence),
    errorPence: Math.round(errorPence),
    ratio: ratioOf(one),
  };
}

const ratioOf = ({
  observedPence,
  expectedPence,
}: Pick<OfficerCompared, 'observedPence' | 'expectedPence'>) =>
  expectedPence > 0 ? observedPence / expectedPence : null;

/** All staff by name, with the patches that they hold today. */
function readPeople(
  sql: Sql,
): Promise<{ id: number; name: string; patches: { id: number; name: string }[] }[]> {
  return sql`
    select s.id, s.name, coalesce((
      select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by p.name)
      from holder_on((now() at time zone (select time_zone from landlord))::date) h
      join patch p on p.id = h.patch_id where h.staff_id = s.id), '[]') as patches
    from staff s order by lower(s.name), s.id`;
}
