// The trend of one selection: the last answer that this device has at once, then the server's. Only the whole team's is
// kept on the device.
import type { Trend } from '#contract/performance/trend.ts';
import { keep, kept } from '../../live/device.ts';
import { RemoteRead } from '../../live/remote-read.svelte.ts';
import { failed } from './words.ts';

const keptAs = 'performance.trend';
export const trend = new RemoteRead<Trend>(failed);
let shown = '';

/** of: 'landlord', 'patch:ID' or 'officer:ID'. */
export async function readTrend(of: string): Promise<void> {
  if (of !== shown) trend.answer = null;
  shown = of;
  const isTeam = of === 'landlord';
  if (isTeam && trend.answer === null)
    void kept<Trend>(keptAs)
      .then((known) => {
        if (known && shown === of) trend.answer ??= known;
      })
      .catch(() => {});
  await trend.again(`/api/performance/trend?of=${of}`);
  if (isTeam && shown === of && trend.answer && trend.trouble === '')
    void keep(keptAs, trend.answer).catch(() => {});
}
