// What is known before the knock: read from the server, or this device's copy for a visit without signal. Pure.
import type { CaseAlert, CaseDetail, HomePerson } from '#contract/case-detail.ts';
import type { CaseSummary } from '#contract/case-summary.ts';

export type DoorHome = {
  people: readonly HomePerson[];
  alerts: readonly CaseAlert[];
  bedrooms: number;
  /** When a copy on this device was read (ISO instant); null: read from the server just now. */
  asOf: string | null;
};

/** `asOf`: when a copy was read; null: read just now. */
export function homeOf(detail: CaseDetail | null, asOf: string | null): DoorHome | null {
  return detail && { people: detail.people, alerts: detail.alerts, bedrooms: detail.home.bedrooms, asOf };
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
