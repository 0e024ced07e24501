// The ledger's rows behind one line of what moved an officer's balance: exactly those that sum to it.
import type { Bridge, BridgePage, BridgeRow } from '#contract/performance/bridge.ts';
import { request } from '../../live/api.ts';

export type Asked = { staffId: number; from: string; to: string; lines: readonly string[] };
/** more: there are others, which the bridge itself shows. */
export type Rows = { pence: number; rows: BridgeRow[]; more: boolean };

export async function readRows({ staffId, from, to, lines }: Asked): Promise<Rows> {
  const of = `of=officer:${staffId}&from=${from}&to=${to}&view=frozen`;
  const bridge = await request<Bridge>(`/api/performance/bridge?${of}`);
  const mine = bridge.lines.filter((one) => lines.includes(one.line) && one.frozenRows > 0);
  const pages = await Promise.all(
    mine.map(({ line, what }) =>
      request<BridgePage>(`/api/performance/bridge/rows?${of}&line=${line}&what=${what}`),
    ),
  );
  return {
    pence: mine.reduce((sum, { frozenPence }) => sum + frozenPence, 0),
    rows: pages.flatMap(({ rows }) => rows).sort((a, b) => (a.weekOn < b.weekOn ? 1 : -1)),
    more: pages.some(({ next }) => next !== null),
  };
}
