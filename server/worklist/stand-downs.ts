// Joins the domain's verdict at a door to the messages that the hub sends, in the landlord's own time.
import { readLandlordRow } from '../../db/landlord.ts';
import type { Sql } from '../../db/connect.ts';
import type { CaseSummary, OpenVisit, UnderWay } from '../contract/case-summary.ts';
import type { Down } from '../contract/down.ts';
import { noticeForViewers, verdictAtDoor, type DoorVerdict } from '../domain/stand-down.ts';
import type { DoorEvent, DoorMessages } from './events.ts';
import type { Worklist } from './worklist.ts';

type Visit = OpenVisit & { underWay: UnderWay };

/**
 * Returns the function that the hub calls with each door event. It compares the verdict before the change with the verdict
 * after it, so that every change of the verdict gives a message (a payment, a returned payment, a charge, a plan that
 * ended, a hold), and nothing else does.
 */
export async function createDoorMessages(
  sql: Sql,
  worklist: Worklist,
): Promise<(event: DoorEvent) => DoorMessages> {
  let { timeZone } = await readLandlordRow(sql);
  const read = async () => {
    ({ timeZone } = await readLandlordRow(sql));
  };
  worklist.on('batch', ({ landlord }) => {
    if (landlord.has('rules')) read().catch(() => {});
  });
  return (event) => doorMessages(event, timeZone);
}

export function doorMessages(event: DoorEvent, timeZone: string): DoorMessages {
  const { payment, after } = event;
  const before = event.seenBeforeLog ? undefined : event.before;
  const open = payment && after ? noticeForViewers(before, after, payment, timeZone) : null;
  return {
    onTheWay: onTheWay(event, timeZone),
    open: open && message(event, open, { visitId: null, withdrawn: false, payment }),
  };
}

function onTheWay(event: DoorEvent, timeZone: string): DoorMessages['onTheWay'] {
  const { before, after } = event;
  const visit = visitTo(after ?? before);
  if (!visit) return null;
  const { met, moneySince } = visit.underWay;
  const now = verdictAtDoor(after ?? null, visit.underWay, timeZone);
  const visitBefore = visitTo(before);
  const was =
    before && visitBefore?.id === visit.id ? verdictAtDoor(before, visitBefore.underWay, timeZone) : null;
  if (now.verdict === 'clear' && (was === null || was.verdict === 'clear')) return null;
  if (was?.verdict === now.verdict && was.message === now.message) return null;
  const withdrawn = was?.verdict === 'stand-down' && now.verdict !== 'stand-down' && !met;
  return {
    staffId: visit.staffId,
    message: message(event, now, { visitId: visit.id, withdrawn, payment: paymentOf(moneySince) }),
  };
}

function message(
  { caseId, before, after }: DoorEvent,
  verdict: DoorVerdict,
  rest: Pick<Down['case:stand-down'], 'visitId' | 'withdrawn' | 'payment'>,
): Down['case:stand-down'] {
  const version = after?.version ?? (before?.version ?? 0) + 1;
  return { caseId, ...verdict, ...rest, realArrearsPence: after?.realArrearsPence ?? 0, version };
}

function visitTo(c: CaseSummary | undefined): Visit | null {
  return c?.visit?.state === 'on_the_way' && c.visit.underWay ? (c.visit as Visit) : null;
}

const paymentOf = (money: Visit['underWay']['moneySince']): DoorEvent['payment'] =>
  money && { amountPence: money.amountPence, method: money.method, postedAt: money.postedAt };
