// Joins the domain's sentence for "somebody paid" to the message that the hub sends, in the landlord's own time.
import type { Sql } from '../db/connect.ts';
import { standDown } from './domain/stand-down.ts';
import type { HubOptions } from './hub/types.ts';
import type { Worklist } from './worklist/worklist.ts';

export async function standDowns(sql: Sql, worklist: Worklist): Promise<HubOptions['standDown']> {
  let timeZone = 'Europe/London';
  const read = async () => {
    const [landlord] = await sql<{ zone: string }[]>`select time_zone as zone from landlord`;
    timeZone = landlord?.zone ?? timeZone;
  };
  await read();
  worklist.on('batch', ({ landlord }) => {
    if (landlord.has('rules')) read().catch(() => {});
  });
  return ({ caseId, payment, before, after }) => {
    const said = standDown(
      before,
      after,
      { ...payment, postedAt: new Date(payment.postedAt).getTime() },
      timeZone,
    );
    return said && { caseId, ...said, payment, realArrearsPence: after.realArrearsPence };
  };
}
