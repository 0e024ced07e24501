// A bridge laid out as a statement: sections with their lines and what each comes to. Integer pence; sums are exact.
import type { Bridge, BridgeLine } from '#contract/performance/bridge.ts';
import { bridgeGroup, bridgeGroups, type BridgeGroup } from '#domain/statistics/bridge-words.ts';

export type Both = { frozenPence: number; restatedPence: number };
export type Section = { group: BridgeGroup; name: string; total: string; lines: BridgeLine[]; sum: Both };

/** Only the sections that have a line. */
export function sectionsOf(lines: readonly BridgeLine[]): Section[] {
  return bridgeGroups.flatMap(({ group, name, total }) => {
    const own = lines.filter(({ line }) => bridgeGroup(line) === group);
    return own.length === 0 ? [] : [{ group, name, total, lines: own, sum: sumOf(own) }];
  });
}

export function sumOf(some: readonly Both[]): Both {
  return some.reduce<Both>(
    (so, one) => ({
      frozenPence: so.frozenPence + one.frozenPence,
      restatedPence: so.restatedPence + one.restatedPence,
    }),
    { frozenPence: 0, restatedPence: 0 },
  );
}

export const differs = ({ frozenPence, restatedPence }: Both): boolean => frozenPence !== restatedPence;

/** Something became known later that belongs into these weeks. */
export const wasRestated = ({ opening, lines, closing }: Bridge): boolean =>
  [opening, closing, ...lines].some(differs);

/** '1,234.56', '−1,234.56': the pound sign is in the column's heading. */
export function figure(pence: number): string {
  const digits = String(Math.abs(pence)).padStart(3, '0');
  const pounds = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${pence < 0 ? '−' : ''}${pounds}.${digits.slice(-2)}`;
}
