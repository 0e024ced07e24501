// What was found in a home: the checks that still count (not those that were corrected), newest first, with their
// photographs; and each hazard with its present clock. The repairs team reads the same, of the home itself: nothing of the
// people (welfare, vulnerability), and only the photographs of what raised a repair, which were shared with them.
import type { CaseCheck, CaseFound, CaseHazard } from '../../contract/case-found.ts';
import type { Queries, Sql } from '../../../db/connect.ts';
import { homeChecks } from '../../domain/checks.ts';
import { clockFor, clockRuns, hazardClock, hazardInLaw, type HazardFacts } from '../../domain/law/hazards.ts';
import { dayIn } from '../../domain/zone.ts';
import { readClocks } from './read-clocks.ts';

const kept = 100;

/** homeOnly: as the repairs team reads it. */
export async function readFound(
  sql: Sql,
  caseId: number,
  { now, timeZone, homeOnly = false }: { now: number; timeZone: string; homeOnly?: boolean },
): Promise<CaseFound> {
  const [checks, hazards] = await Promise.all([
    readChecks(sql, caseId, homeOnly),
    readHazards(sql, caseId, now, timeZone),
  ]);
  return { checks, hazards };
}

async function readChecks(sql: Sql, caseId: number, homeOnly: boolean): Promise<CaseCheck[]> {
  const rows = await sql<(Omit<CaseCheck, 'at'> & { at: Date })[]>`
    select c.id, c.visit_id as "visitId", s.name as "staffName", c.kind, c.room, c.finding, c.severity, c.note,
      c.repair_id as "repairId", c.happened_at as at,
      coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'width', p.width, 'height', p.height) order by p.taken_at, p.id)
        from check_photo cp join photo p on p.id = cp.photo_id and p.rent_account_id = c.rent_account_id
        where cp.check_id = c.id and (c.repair_id is not null or not ${homeOnly})), '[]') as photos
    from home_check c join staff s on s.id = c.staff_id
    where c.rent_account_id = ${caseId} and not exists (select from home_check later where later.replaces = c.id and later.rent_account_id = c.rent_account_id)
      and (not ${homeOnly} or c.repair_id is not null or c.kind = any(${[...homeChecks]}::text[]))
    order by c.happened_at desc, c.id limit ${kept}`;
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** The hazards of repairs that are open or were completed within a year. */
export async function readHazards(
  sql: Queries,
  caseId: number,
  now: number,
  timeZone: string,
): Promise<CaseHazard[]> {
  const rows = await sql<
    (Omit<HazardFacts, 'awareAt' | 'madeSafeAt' | 'investigatedAt'> & {
      repairId: number;
      kind: string;
      investigatedAt: Date | null;
      nation: string;
      awareAt: Date;
      madeSafeAt: Date | null;
    })[]
  >`
    select h.repair_id as "repairId", r.category as kind, h.severity, h.nation, h.aware_at as "awareAt", h.made_safe_at as "madeSafeAt",
      h.investigated_on as "investigatedOn", h.investigated_at as "investigatedAt", h.summary_on as "summaryOn", h.safety_works_on as "safetyWorksOn",
      h.further_works_on as "furtherWorksOn"
    from rent_account a join tenancy t on t.id = a.tenancy_id join repair r on r.property_id = t.property_id
    join hazard h on h.repair_id = r.id
    where a.id = ${caseId} and r.status <> 'cancelled'
      and (r.status <> 'completed' or r.completed_at > now() - interval '1 year')
    order by h.aware_at, h.repair_id limit ${kept}`;
  const nations = [...new Set(rows.map((row) => row.nation))];
  const clocks = new Map(
    await Promise.all(nations.map(async (nation) => [nation, await readClocks(sql, nation)] as const)),
  );
  return rows.map(({ repairId, kind, nation, awareAt, madeSafeAt, investigatedAt, ...rest }) => {
    const known = clocks.get(nation)!;
    const facts = {
      ...rest,
      awareAt: awareAt.getTime(),
      madeSafeAt: madeSafeAt?.getTime() ?? null,
      investigatedAt: investigatedAt?.getTime() ?? null,
    };
    const awareOn = dayIn(timeZone, facts.awareAt);
    const runs = clockRuns({ kind, severity: facts.severity, nation }, awareOn, known.hazards);
    const law = runs ? clockFor(nation, awareOn, known.awaab) : null;
    const named = hazardInLaw(kind, nation, awareOn, known.hazards);
    const { bankHolidays, holidaysUntil } = known;
    const settings = { timeZone, bankHolidays, holidaysUntil, now };
    const deadlines = law ? hazardClock(facts, law.figures, settings) : [];
    return {
      repairId,
      kind,
      severity: facts.severity,
      awareAt: awareAt.toISOString(),
      source: law === null ? null : (named?.source ?? law.source),
      confirmed: named?.confirmed ?? true,
      deadlines: deadlines.map((one) => ({
        ...one,
        dueAt: iso(one.dueAt),
        latestAt: iso(one.latestAt),
        doneAt: iso(one.doneAt),
      })),
    };
  });
}

const iso = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString();
