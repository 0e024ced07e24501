// Cautionary alerts: added with a source, a review and an expiry, looked at again, ended. They belong to the address and
// gate who may go there (domain/law/alerts.ts); an expired one is no longer shown.
import { may } from '../../access/rights.ts';
import type { ArgsOf } from '../../contract/up.ts';
import { addDays } from '../../domain/days.ts';
import { onlyManagerEndsAlert } from '../../domain/law/alerts.ts';
import type { AlertKind, Day } from '../../domain/facts.ts';
import { Conflict, Refusal } from '../../commands/outcome.ts';
import type { Handlers, Step } from '../step.ts';

function refuseDates({ reviewOn, expiresOn }: { reviewOn: Day; expiresOn: Day }): void {
  if (expiresOn < reviewOn) throw new Refusal('Enter a review day that is not after the end of the alert.');
}

async function add(step: Step, args: ArgsOf<'alert.add'>): Promise<{ alertId: number }> {
  const { tx, row, today, actor } = step;
  const { kind, detail, source, reviewOn, expiresOn } = args;
  refuseDates(args);
  if (row.alerts.some((alert) => alert.kind === kind))
    throw new Refusal('There is already an alert like this at this address. Review that one.');
  const [made] = await tx<{ id: number }[]>`
    insert into cautionary_alert (property_id, kind, detail, source, starts_on, review_on, expires_on, added_by)
    select t.property_id, ${kind}, ${detail}, ${source}, ${today}, ${reviewOn}, ${expiresOn}, ${actor.staffId}
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${row.id} returning id`;
  await recordEvent(step, made!.id, 'started', detail, args);
  return { alertId: made!.id };
}

type AlertRow = { id: number; kind: AlertKind; expires_on: Day; ended_at: Date | null; version: number };

async function requireOpenAlert(step: Step, alertId: number): Promise<AlertRow> {
  const [alert] = await step.tx<AlertRow[]>`
    select c.id, c.kind, c.expires_on, c.ended_at, c.version from cautionary_alert c
    join tenancy t on t.property_id = c.property_id join rent_account a on a.tenancy_id = t.id
    where c.id = ${alertId} and a.id = ${step.row.id}`;
  if (!alert) throw new Refusal('This alert is not at this address.');
  if (alert.ended_at || alert.expires_on < step.today) throw new Refusal('This alert has already ended.');
  if (step.baseVersion !== undefined && step.baseVersion !== alert.version)
    throw new Conflict('A colleague has just changed this alert. Check it again.', alert);
  return alert;
}

async function review(step: Step, args: ArgsOf<'alert.review'>): Promise<{ alertId: number }> {
  const alert = await requireOpenAlert(step, args.alertId);
  refuseDates(args);
  if (
    onlyManagerEndsAlert(alert.kind) &&
    !may(step.actor, 'endProtection') &&
    args.expiresOn < alert.expires_on
  )
    throw new Refusal('Only a manager can make this alert end earlier.');
  await step.tx`update cautionary_alert set review_on = ${args.reviewOn}, expires_on = ${args.expiresOn},
    version = version + 1 where id = ${alert.id}`;
  await recordEvent(step, alert.id, 'reviewed', args.note, args);
  return { alertId: alert.id };
}

async function end(step: Step, { alertId, reason }: ArgsOf<'alert.end'>): Promise<{ alertId: number }> {
  const { tx, actor, at, today } = step;
  const alert = await requireOpenAlert(step, alertId);
  if (onlyManagerEndsAlert(alert.kind) && !may(actor, 'endProtection'))
    throw new Refusal('Only a manager can remove this alert.');
  const expiresOn = addDays(today, -1);
  await tx`update cautionary_alert set expires_on = ${expiresOn}, ended_at = ${new Date(at)},
    ended_by = ${actor.staffId}, end_reason = ${reason}, version = version + 1 where id = ${alert.id}`;
  await recordEvent(step, alert.id, 'ended', reason, { reviewOn: null, expiresOn });
  return { alertId: alert.id };
}

async function recordEvent(
  { tx, row, actor, at }: Step,
  alertId: number,
  did: 'started' | 'reviewed' | 'ended',
  note: string,
  { reviewOn, expiresOn }: { reviewOn: Day | null; expiresOn: Day },
): Promise<void> {
  await tx`insert into law_event (rent_account_id, alert_id, did, note, review_on, until_on, staff_id, happened_at)
    values (${row.id}, ${alertId}, ${did}, ${note}, ${reviewOn}, ${expiresOn}, ${actor.staffId}, ${new Date(at)})`;
}

export const alertHandlers = {
  'alert.add': { do: add },
  'alert.review': { do: review },
  'alert.end': { do: end },
} satisfies Partial<Handlers>;
