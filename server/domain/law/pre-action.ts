// The pre-action protocol as a checklist of evidence: which items hold on a day, which are met, and the gaps in plain
// words. The items are the landlord's rows, by nation and date; no court step is offered while one has a gap.
import { addDays, daysBetween, formatDay } from '../days.ts';
import type { Day } from '../facts.ts';

/** The step towards court that waits for an item of the checklist. */
export type CourtGate = 'notice' | 'application';
export type PreActionItem = {
  code: string;
  place: number;
  /** The first step that it gates; it gates every later one too. */
  gates: CourtGate;
  says: string;
  counts: string;
  source: string;
  /** False: from general knowledge (†), to be checked by the landlord. */
  confirmed: boolean;
  /** The days for which evidence counts, including its own day; null: without end. */
  validDays: number | null;
  eachTenant: boolean;
  /** Only evidence from the day of the standing notice on counts. */
  afterNotice: boolean;
  fromOn: Day;
  /** The first day on which it no longer holds. */
  untilOn: Day | null;
};
/** A record that is evidence for an item; `personId`: the tenant whom it is about, null for the whole tenancy. */
export type Evidence = { item: string; on: Day; personId: number | null };
export type Tenant = { id: number; name: string };

export type ItemState = {
  item: PreActionItem;
  met: boolean;
  /** The last day on which the evidence counts; null: without end, or the item has none. */
  goodUntil: Day | null;
  /** Why it is not met; empty where it is. */
  gap: string;
};

/** The rows in force on that day, in their order; of two rows of one code the later one. */
export function itemsOn(items: readonly PreActionItem[], day: Day): PreActionItem[] {
  const current = new Map<string, PreActionItem>();
  for (const item of items) {
    if (item.fromOn > day || (item.untilOn !== null && item.untilOn <= day)) continue;
    const other = current.get(item.code);
    if (!other || other.fromOn < item.fromOn) current.set(item.code, item);
  }
  return [...current.values()].sort((a, b) => a.place - b.place || (a.code < b.code ? -1 : 1));
}

/**
 * Each item that holds on that day, with its state. tenants: those who are named in the tenancy. noticeOn: the day of
 * the valid notice, or null.
 */
export function checklist(
  items: readonly PreActionItem[],
  evidence: readonly Evidence[],
  { day, tenants, noticeOn }: { day: Day; tenants: readonly Tenant[]; noticeOn: Day | null },
): ItemState[] {
  return itemsOn(items, day).map((item) => {
    const all = evidence.filter((one) => one.item === item.code && one.on <= day);
    const fits = (one: Evidence) =>
      (item.validDays === null || daysBetween(one.on, day) < item.validDays) &&
      (!item.afterNotice || (noticeOn !== null && one.on >= noticeOn));
    const good = all.filter(fits);
    const owing = item.eachTenant ? tenants.filter((t) => !good.some((one) => one.personId === t.id)) : [];
    const met = item.eachTenant ? tenants.length > 0 && owing.length === 0 : good.length > 0;
    if (met) return { item, met, goodUntil: goodUntil(item, good, tenants), gap: '' };
    return { item, met, goodUntil: null, gap: gapOf(item, all, owing, noticeOn) };
  });
}

function goodUntil(item: PreActionItem, good: readonly Evidence[], tenants: readonly Tenant[]): Day | null {
  if (item.validDays === null) return null;
  const newest = (some: readonly Evidence[]) => some.reduce((a, b) => (b.on > a ? b.on : a), '0001-01-01');
  const deciding = item.eachTenant
    ? tenants.map((t) => newest(good.filter((one) => one.personId === t.id))).sort()[0]!
    : newest(good);
  return addDays(deciding, item.validDays - 1);
}

function gapOf(
  item: PreActionItem,
  all: readonly Evidence[],
  owing: readonly Tenant[],
  noticeOn: Day | null,
): string {
  const last = all.reduce<Day | null>((a, b) => (a === null || b.on > a ? b.on : a), null);
  if (item.afterNotice && noticeOn === null) return `${item.says}: no valid notice yet`;
  if (item.eachTenant && owing.length > 0)
    return `${item.says}: no valid evidence for ${owing.map((t) => t.name).join(' and ')}`;
  if (last === null) return `${item.says}: no evidence yet`;
  if (item.afterNotice && noticeOn !== null && last < noticeOn)
    return `${item.says}: no evidence since the notice of ${formatDay(noticeOn)}`;
  return `${item.says}: the newest evidence is from ${formatDay(last, true)} and counts for ${item.validDays} days`;
}

/** What prevents that step, in words; empty where nothing does. No rows at all is a gap too. */
export function gapsBefore(gate: CourtGate, states: readonly ItemState[]): string[] {
  if (states.length === 0) return ['No pre-action checklist is set up for this nation'];
  return states
    .filter((s) => !s.met && (gate === 'application' || s.item.gates === 'notice'))
    .map((s) => s.gap);
}
