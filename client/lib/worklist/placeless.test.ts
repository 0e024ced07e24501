// A home without a known position: on the list, last by distance, on no map and in no round.
import { expect, test } from 'vitest';
import type { CaseSummary } from '#contract/case-summary.ts';
import type { MapChange } from '../map/case.ts';
import { mapCase, MapFeed } from './map-case.ts';
import { inOrder } from './order.ts';

const from = { latitude: 54.7, longitude: -2.1 };
const aCase = (id: number, latitude: number | null, urgency = 10): CaseSummary =>
  ({
    id,
    urgency,
    latitude,
    longitude: latitude === null ? null : -2.1,
    tenant: 'Zoë Example',
    address: `${id} Example Street`,
    action: 'visit',
    alerts: [],
    visit: null,
    takenBy: null,
    realArrearsPence: 100,
  }) as unknown as CaseSummary;

test('[UI-510] sorted by distance a home without a position comes last, and equal distances are sorted by urgency', () => {
  const cases = [aCase(1, null, 5), aCase(2, 54.9), aCase(3, null, 50), aCase(4, 54.71)];
  expect(inOrder(cases, 'nearest', from)).toEqual([4, 2, 3, 1]);
});

test('[MAP-50] a home without a position is not drawn; it appears when it gets one, and disappears when it loses it', () => {
  const cases = new Map([1, 2, 3].map((id) => [id, aCase(id, id === 2 ? null : 54.7)]));
  const feed = new MapFeed((id) => mapCase(cases.get(id)!, false));
  const changes: MapChange[] = [];
  feed.show([1, 2]);
  feed.follow((change) => changes.push(change));
  const ids = () => {
    const { changed, gone } = changes.at(-1)!;
    return { changed: changed.map((one) => one.id), gone };
  };
  expect(ids()).toEqual({ changed: [1], gone: [] });
  // The same number is shown as before, although one of the drawn homes is gone.
  feed.show([2, 3]);
  expect(ids()).toEqual({ changed: [3], gone: [1] });
  cases.set(2, aCase(2, 54.8));
  feed.renew(new Set([2]));
  expect(ids()).toEqual({ changed: [2], gone: [] });
  cases.set(2, aCase(2, null));
  feed.renew(null);
  expect(ids()).toEqual({ changed: [], gone: [2] });
  expect(mapCase(aCase(4, null), false, 3)).toBeUndefined();
});
