// The generated landlord as rows for COPY: for each table its columns, and a patch's rows in that order.
import type { Cell } from './copy.ts';
import { dayText } from './days.ts';
import type { Household } from './household.ts';
import type { Frame, PatchBook } from './landlord.ts';
import { episodeOn } from './behaviour.ts';
import { hasRentFreeWeeks, rentFreeWeeks, weeklyChargePence } from './rent.ts';
import { truthOf } from './truth.ts';

/** A table, its columns as COPY takes them, and the values of each row in that order. */
export type TableRows = { name: string; columns: string; rows: Iterable<Cell[]> };

const day = (value: number | null): string | null => (value === null ? null : dayText(value));
const instant = (value: number | null): string | null =>
  value === null ? null : new Date(value).toISOString();

export function frameRows(frame: Frame): TableRows[] {
  const { patches, staff, stints, absences } = frame.organisation;
  return [
    { name: 'patch', columns: 'id, name', rows: patches.map((one) => [one.id, one.name]) },
    {
      name: 'staff',
      columns: 'id, name, email, role, active',
      rows: staff.map((one) => [one.id, one.name, one.email, one.role, one.active]),
    },
    {
      name: 'stint',
      columns: 'staff_id, patch_id, start_date, end_date',
      rows: stints.map((one) => [one.staffId, one.patchId, day(one.from), day(one.until)]),
    },
    {
      name: 'absence',
      columns: 'staff_id, start_date, end_date, kind',
      rows: absences.map((one) => [one.staffId, day(one.from), day(one.until), one.kind]),
    },
    {
      name: 'demo_truth.officer',
      columns: 'staff_id, effect',
      rows: staff.filter((one) => one.effect !== null).map((one) => [one.id, one.effect]),
    },
    {
      name: 'demo_truth.patch',
      columns: 'patch_id, difficulty',
      rows: patches.map((one) => [one.id, one.difficulty]),
    },
  ];
}

/** In an order that foreign keys allow. Payments go to a staging table, so that they end up in the order of time. */
export function patchRows(book: PatchBook, firstPersonId: number): TableRows[] {
  const { properties, households, casework } = book;
  let personId = firstPersonId;
  const people = households.flatMap((home) =>
    home.tenants.map((tenant) => ({ id: personId++, home, tenant })),
  );
  return [
    {
      name: 'property',
      columns: 'id, uprn, address, postcode, latitude, longitude, patch_id, kind, bedrooms',
      rows: properties.map((one) => [
        one.id,
        one.uprn,
        one.lot.address,
        one.lot.postcode,
        one.lot.latitude,
        one.lot.longitude,
        one.patchId,
        one.kind,
        one.bedrooms,
      ]),
    },
    {
      name: 'tenancy',
      columns: 'id, property_id, start_date, end_date, kind',
      rows: households.map((one) => [
        one.number,
        one.propertyId,
        day(one.startsOn),
        day(one.endsOn),
        one.tenancyKind,
      ]),
    },
    {
      name: 'person',
      columns: 'id, name, date_of_birth, phone, email, preferred_contact, language',
      rows: people.map(({ id, tenant }) => [
        id,
        tenant.name,
        birthday(tenant.dateOfBirth),
        tenant.phone,
        tenant.email,
        tenant.preferredContact,
        tenant.language,
      ]),
    },
    {
      name: 'tenancy_person',
      columns: 'tenancy_id, person_id, role',
      rows: people.map(({ id, home, tenant }) => [home.number, id, tenant.role]),
    },
    {
      name: 'rent_account',
      columns: 'id, reference, tenancy_id, weekly_rent_pence',
      rows: households.map((one) => [one.number, one.reference, one.number, weeklyChargePence(one)]),
    },
    {
      name: 'rent_free_week',
      columns: 'starts_on, rent_account_id',
      // From before the ledger begins to the end of the next rent year.
      rows: households
        .filter((one) => hasRentFreeWeeks(one.number))
        .flatMap((one) =>
          rentFreeWeeks(one.rentAt - 800, one.rentAt + 800).map((week) => [day(week), one.number]),
        ),
    },
    {
      name: 'adjustment',
      columns: 'rent_account_id, amount_pence, kind, reason, effective_on, posted_at',
      rows: households
        .filter((one) => one.opening.pence !== 0)
        .map((one) => [
          one.number,
          one.opening.pence,
          'brought_forward',
          'Balance brought forward',
          day(one.opening.on),
          instant(one.opening.on * 86_400_000),
        ]),
    },
    {
      name: 'charge',
      columns: 'rent_account_id, amount_pence, kind, due_on, posted_at',
      rows: charges(households),
    },
    {
      name: 'demo_payment',
      columns: 'rent_account_id, amount_pence, method, source, source_ref, value_date, posted_at',
      rows: payments(households),
    },
    {
      name: 'repair',
      columns: 'property_id, category, priority, description, status, reported_at, target_at, completed_at',
      rows: casework.repairs.map((one) => [
        one.propertyId,
        one.category,
        one.priority,
        one.description,
        one.status,
        instant(one.reportedAt),
        instant(one.targetAt),
        instant(one.completedAt),
      ]),
    },
    {
      name: 'support_need',
      columns: 'tenancy_id, kind, note, since',
      rows: casework.needs.map((one) => [one.number, one.kind, one.note, day(one.since)]),
    },
    {
      name: 'cautionary_alert',
      columns: 'property_id, kind, detail, source, starts_on, review_on, expires_on',
      rows: casework.alerts.map((one) => [
        one.propertyId,
        one.kind,
        one.detail,
        one.source,
        day(one.startsOn),
        day(one.reviewOn),
        day(one.expiresOn),
      ]),
    },
    {
      name: 'hold',
      columns: 'rent_account_id, kind, reason, starts_on, review_on, ends_on',
      rows: casework.holds.map((one) => [
        one.number,
        one.kind,
        one.reason,
        day(one.startsOn),
        day(one.reviewOn),
        day(one.endsOn),
      ]),
    },
    {
      name: 'repayment_plan',
      columns:
        'rent_account_id, instalment_pence, rhythm, first_due_on, agreed_on, agreed_by, tolerance_days, ended_on',
      rows: casework.plans.map((one) => [
        one.number,
        one.instalmentPence,
        one.rhythm,
        day(one.firstDueOn),
        day(one.agreedOn),
        one.agreedBy,
        one.toleranceDays,
        day(one.endedOn),
      ]),
    },
    {
      name: 'expected_income',
      columns:
        'rent_account_id, method, amount_pence, rhythm, anchor_on, tolerance_days, confidence, declared, learnt_on',
      rows: casework.expected.map((one) => [
        one.number,
        one.method,
        one.pence,
        one.rhythm,
        day(one.anchorOn),
        one.toleranceDays,
        1,
        true,
        day(one.learntOn),
      ]),
    },
    {
      name: 'contact',
      columns: 'rent_account_id, staff_id, kind, reached, note, happened_at, received_at',
      rows: casework.contacts.map((one) => [
        one.number,
        one.staffId,
        one.kind,
        one.reached,
        one.note,
        instant(one.at),
        instant(one.at + 4000),
      ]),
    },
    {
      name: 'visit',
      columns:
        'rent_account_id, staff_id, state, planned_for, set_out_at, outcome, note, promise_pence, promise_on, ended_at, created_at',
      rows: casework.visits.map((one) => [
        one.number,
        one.staffId,
        'done',
        day(one.plannedFor),
        instant(one.setOutAt),
        one.outcome,
        one.note,
        one.promisePence,
        day(one.promiseOn),
        instant(one.endedAt),
        instant(one.setOutAt),
      ]),
    },
    {
      name: 'demo_truth.account',
      columns:
        'rent_account_id, profile, habit, trouble, trouble_since, real_arrears_pence, is_case, will_pay_anyway, pays_on, needs_contact, responsiveness',
      rows: households.filter((one) => one.endsOn === null).map(truthRow),
    },
  ];
}

function* charges(households: readonly Household[]): Generator<Cell[]> {
  for (const home of households)
    for (const one of home.charges)
      yield [home.number, one.pence, one.kind, dayText(one.dueOn), `${dayText(one.dueOn)} 00:00:05+00`];
}

function* payments(households: readonly Household[]): Generator<Cell[]> {
  for (const home of households)
    for (const one of home.payments)
      yield [
        home.number,
        one.pence,
        one.method,
        one.source,
        one.ref,
        dayText(one.valueOn),
        instant(one.postedAt),
      ];
}

function truthRow(home: Household): Cell[] {
  const truth = truthOf(home, home.state);
  const since = home.behaviour.newClaim?.on ?? episodeOn(home, home.state, home.state.day)?.from ?? null;
  return [
    home.number,
    home.behaviour.profile,
    home.behaviour.habit,
    truth.trouble,
    day(since),
    truth.realArrearsPence,
    truth.isCase,
    truth.willPayAnyway,
    day(truth.paysOn),
    truth.needsContact,
    Math.round(home.behaviour.responsiveness * 1000) / 1000,
  ];
}

const birthday = (born: { year: number; month: number; day: number } | null): string | null =>
  born && `${born.year}-${String(born.month).padStart(2, '0')}-${String(born.day).padStart(2, '0')}`;
