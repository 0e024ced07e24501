// What is known before the knock: read from the server, or kept on this device for a visit without signal. Pure.
import type { CaseAlert, CaseDetail, HomePerson } from '#contract/case-detail.ts';
import type { CaseSummary } from '#contract/case-summary.ts';
import type { KeptDoor } from '../live/doors-kept.ts';

export type DoorHome = {
  people: readonly HomePerson[];
  alerts: readonly CaseAlert[];
  bedrooms: number;
  /** When a copy on this device was read (ISO instant); null: read from the server just now. */
  asOf: string | null;
};

/** What was read comes before what is kept; null where neither is there. */
export function homeOf(detail: CaseDetail | null, kept: KeptDoor | null): DoorHome | null {
  if (detail) {
    const { people, alerts, home } = detail;
    return { people, alerts, bedrooms: home.bedrooms, asOf: null };
  }
  return kept && { people: kept.people, alerts: kept.alerts, bedrooms: kept.bedrooms, asOf: kept.asOf };
}

/** An alert with its detail, or as the list has it: with its kind and days alone, and no `id`. */
export type DoorAlert = CaseSummary['alerts'][number] & Partial<Pick<CaseAlert, 'id' | 'detail' | 'source'>>;

/**
 * The alerts to read before the door: those of the home, and those that only the list has, which may be newer than a copy. A
 * copy may be of yesterday: what has expired since is left out. `today`: 'YYYY-MM-DD'.
 */
export function alertsBeforeDoor(
  summary: Pick<CaseSummary, 'alerts'>,
  home: Pick<DoorHome, 'alerts' | 'asOf'> | null,
  today: string,
): DoorAlert[] {
  if (!home) return summary.alerts;
  if (home.asOf === null) return [...home.alerts];
  const known = home.alerts.filter(({ expiresOn }) => expiresOn >= today);
  const kinds = new Set(known.map(({ kind }) => kind));
  return [...known, ...summary.alerts.filter(({ kind }) => !kinds.has(kind))];
}
