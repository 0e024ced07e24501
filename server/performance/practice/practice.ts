// What officers do, next to the team's spread: contacts, how soon, visits, plans and help. Open this first; measures.ts
// defines each figure. Covers whole frozen weeks, from contacts, visits, plans, checks, referrals and conversations as
// known now. Days on which a person is away, or holds nothing, do not count. People are sorted by name; `practiceOf` keeps
// one person only, for a reader who may see only themselves.
import { readLandlordRow } from '../../../db/landlord.ts';
import type { PracticeOfficer, PracticeSpread } from '../../contract/performance/practice.ts';
import type { Sql } from '../../../db/connect.ts';
import { addDays } from '../../domain/days.ts';
import type { Day } from '../../domain/facts.ts';
import { readContacts, readFirstContacts, readCaseDays, type Row, type Span } from './contact.ts';
import { practiceMeasures, rateWeeks, type PracticeMeasure } from './measures.ts';
import { readCounts, readPlans } from './plans.ts';
import { differsOf, spreadOf, type Counted } from './spread.ts';
import { readVisits } from './visits.ts';
import { AnswerCache } from '../answer-cache.ts';

/** The newest weeks are read when no span is given. */
const usualWeeks = 13;
/** More than any screen requests. */
const mostWeeks = 60;

export type Practice = {
  frozenAt: Date | null;
  from: Day | null;
  to: Day | null;
  weeks: number;
  measures: (Omit<PracticeMeasure, 'more' | 'less'> & { spread: PracticeSpread | null })[];
  officers: PracticeOfficer[];
};

/** First days of the first and last rent week. */
export type PracticeSpan = { from?: Day | undefined; to?: Day | undefined };

/** Reading a year of a large landlord takes seconds, so an answer is cached for five minutes. */
const keptMs = 300_000;
const keptAtMost = 20;

export type ReadPractice = (span: PracticeSpan) => Promise<(Practice & { asOf: Date }) | null>;

/** A reader with a cache: the same frozen weeks give the same answer for five minutes; `asOf` says when it was read. */
export function createPractice({ sql, clock }: { sql: Sql; clock: () => number }): ReadPractice {
  const answers = new AnswerCache<Practice | null>({ keptMs, most: keptAtMost, clock });
  // One at a time: each takes six connections, and the number of possible spans is unbounded.
  let turn: Promise<unknown> = Promise.resolve();
  const read = (span: PracticeSpan) => {
    const answer = turn.then(() => readPractice(sql, span));
    turn = answer.catch(() => {});
    return answer;
  };
  return async ({ from, to }) => {
    const [newest] = await sql<{ on: Day | null }[]>`select max(week_on) as on from week_freeze`;
    const key = `${from ?? ''} ${to ?? newest?.on ?? ''}`;
    const { at, answer } = answers.get(key, () => read({ from, to }));
    const practice = await answer;
    return practice && { asOf: new Date(at), ...practice };
  };
}

/** The same with only that person in it. */
export function practiceOf<P extends Practice>(practice: P, staffId: number): P {
  return { ...practice, officers: practice.officers.filter((one) => one.staffId === staffId) };
}

/** Null if not every week of the span is frozen, or if there are more than `mostWeeks`. */
export async function readPractice(sql: Sql, { from, to }: PracticeSpan): Promise<Practice | null> {
  const [weeks] = await sql<{ from: Day | null; to: Day | null; weeks: number; at: Date | null }[]>`
    with newest as (select coalesce(${to ?? null}::date, max(week_on)) as to_on from week_freeze),
    wanted as (select to_on, coalesce(${from ?? null}::date, to_on - 7 * (${usualWeeks}::int - 1)) as from_on from newest)
    select min(week_on) as from, max(week_on) as to, count(*)::int as weeks, max(frozen_at) as at
    from week_freeze, wanted where week_on between from_on and to_on`;
  if (!weeks || weeks.from === null || weeks.to === null)
    return from === undefined && to === undefined ? nothing : null;
  const missing = (from !== undefined && weeks.from !== from) || (to !== undefined && weeks.to !== to);
  if (missing || weeks.weeks > mostWeeks) return null;
  const span: Span = {
    from: weeks.from,
    until: addDays(weeks.to, 7),
    zone: (await readLandlordRow(sql)).timeZone,
  };
  const counted = await count(sql, span);
  const spreads = new Map(
    practiceMeasures.map((one) => [
      one.name,
      spreadOf(
        one,
        counted.map(({ of }) => of.get(one.name) ?? null),
      ),
    ]),
  );
  return {
    frozenAt: weeks.at,
    from: weeks.from,
    to: weeks.to,
    weeks: weeks.weeks,
    measures: practiceMeasures.map(({ more: _, less: __, ...one }) => ({
      ...one,
      spread: spreads.get(one.name)!,
    })),
    officers: counted.map(({ of, ...officer }) => ({
      ...officer,
      figures: practiceMeasures.map(({ name, least }) => {
        const figure = of.get(name);
        return { name, value: figure && figure.n >= least ? figure.value : null, n: figure?.n ?? 0 };
      }),
      differs: differsOf((name) => ({ figure: of.get(name) ?? null, spread: spreads.get(name) ?? null })),
    })),
  };
}

const nothing: Practice = { frozenAt: null, from: null, to: null, weeks: 0, measures: [], officers: [] };

type CountedOfficer = { staffId: number; name: string; caseDays: number; of: Map<string, Counted> };

/** Every person who held a case in the span, sorted by name. */
async function count(sql: Sql, span: Span): Promise<CountedOfficer[]> {
  const [held, contacts, first, visits, plans, counts] = await Promise.all([
    readCaseDays(sql, span),
    readContacts(sql, span),
    readFirstContacts(sql, span),
    readVisits(sql, span),
    readPlans(sql, span),
    readCounts(sql, span),
  ]);
  const names = await sql<{ id: number; name: string }[]>`
    select id, name from staff where id = any(${held.map(({ staffId }) => staffId)}::int[])`;
  const daysOf = new Map(held.map(({ staffId, caseDays }) => [staffId, caseDays]));
  const officers = new Map(
    names
      .sort((a, b) => a.name.localeCompare(b.name, 'en-GB') || a.id - b.id)
      .map(({ id, name }): [number, CountedOfficer] => [
        id,
        { staffId: id, name, caseDays: daysOf.get(id)!, of: new Map() },
      ]),
  );
  const addFigures = (rows: readonly Row[]) => {
    for (const { staffId, name, value, n, error } of rows)
      officers.get(staffId)?.of.set(name, { value, n, error });
  };
  for (const rows of [first, visits, plans]) addFigures(rows);
  const made = new Map<string, number>();
  const add = (staffId: number, name: string, n: number) =>
    made.set(`${staffId} ${name}`, (made.get(`${staffId} ${name}`) ?? 0) + n);
  for (const { staffId, name, count } of counts) add(staffId, name, count);
  for (const { staffId, kind, count, reached } of contacts) {
    add(staffId, 'contacts', count);
    add(staffId, `by_${kind}`, count);
    if (kind === 'call' || kind === 'visit') {
      add(staffId, 'attempts', count);
      add(staffId, 'reached', reached);
    }
    if (kind === 'visit') add(staffId, 'visits', count);
  }
  for (const officer of officers.values()) {
    const of = (name: string) => made.get(`${officer.staffId} ${name}`) ?? 0;
    const caseWeeks = officer.caseDays / 7;
    for (const { name, unit } of practiceMeasures) {
      const share = name === 'reached' ? of('attempts') : name.startsWith('by_') ? of('contacts') : 0;
      if (unit === 'rate') {
        const value = (of(name) / caseWeeks) * 100 * rateWeeks;
        officer.of.set(name, { value, n: Math.round(caseWeeks), error: null });
      } else if (share > 0) officer.of.set(name, { value: of(name) / share, n: share, error: null });
    }
  }
  return [...officers.values()];
}
