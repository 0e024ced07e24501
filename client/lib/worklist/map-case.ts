// A case as the map draws it. The same summary gives the same object, so that the map touches only what changed.
import type { CaseSummary } from '#contract/case-summary.ts';
import type { MapCase } from '../map/case.ts';
import { roundMoney } from '../words/money.ts';

const plain = new WeakMap<CaseSummary, MapCase>();
const struck = new WeakMap<CaseSummary, MapCase>();

export function mapCase(c: CaseSummary, stoodDown: boolean): MapCase {
  const known = (stoodDown ? struck : plain).get(c);
  if (known) return known;
  const made: MapCase = {
    id: c.id,
    latitude: c.latitude,
    longitude: c.longitude,
    action: c.action,
    label: `${c.tenant}, ${c.address}`,
    moneyText: roundMoney(c.realArrearsPence),
    alert: c.alerts.length > 0,
    onTheWay: c.visit?.state === 'on_the_way',
    stoodDown,
    urgency: c.urgency,
  };
  (stoodDown ? struck : plain).set(c, made);
  return made;
}
