// Which repairs a list shows, in which order and sections. Pure. The order is the server's own (#domain/repair-order.ts).
import type { ListedRepair } from '#contract/repair-list.ts';
import { fold } from '#domain/fold.ts';
import {
  byAge,
  byUrgency,
  repairSection,
  type RepairOrder,
  type RepairSection,
} from '#domain/repair-order.ts';
import { sayWord } from '../words/actions.ts';

/** True if each searched word is in the address, the postcode (with or without its space) or what is to be done. */
function matches({ address, postcode, category, description }: ListedRepair, text: string): boolean {
  const searched = fold(
    [
      address,
      postcode,
      postcode.replaceAll(' ', ''),
      sayWord(category),
      category.replaceAll('_', ' '),
      description,
    ].join(' '),
  );
  return fold(text)
    .split(/\s+/)
    .every((word) => searched.includes(word));
}

const timed = (repair: ListedRepair) => ({
  repair,
  id: repair.id,
  priority: repair.priority,
  reportedAt: Date.parse(repair.reportedAt),
  targetAt: repair.targetAt === null ? null : Date.parse(repair.targetAt),
});

export type Wanted = { text: string; order: RepairOrder };
/** `found`: what the server found by the same words, also in repairs that this device does not have. */
export function wantedRepairs(
  all: Iterable<ListedRepair>,
  found: readonly ListedRepair[],
  { text, order }: Wanted,
): ListedRepair[] {
  const words = text.trim();
  const byId = new Map([...(words ? found : []), ...all].map((one) => [one.id, one]));
  const foundIds = new Set(words ? found.map(({ id }) => id) : []);
  return [...byId.values()]
    .filter((one) => foundIds.has(one.id) || matches(one, words))
    .map(timed)
    .sort(order === 'urgent' ? byUrgency : byAge)
    .map(({ repair }) => repair);
}

export type Cut = { section: RepairSection | null; repairs: ListedRepair[] };
/** The repairs in sections, in the order in which they are given. By age they are in one piece. */
export function cutRepairs(
  repairs: readonly ListedRepair[],
  order: RepairOrder,
  now: number,
  timeZone: string,
): Cut[] {
  const cut: Cut[] = [];
  for (const one of repairs) {
    const section = order === 'urgent' ? repairSection(timed(one), now, timeZone) : null;
    const last = cut.at(-1);
    if (last?.section === section) last.repairs.push(one);
    else cut.push({ section, repairs: [one] });
  }
  return cut;
}
