// [CASE-147] to [CASE-149]: records of devices whose clocks are wrong, against a real database.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { Casework } from '../../tests/support/casework.ts';
import { mutation as envelope, mutationKinds, type Mutation, type MutationKind } from '../contract/up.ts';
import { addDays } from '../domain/days.ts';
import { dayIn } from '../domain/zone.ts';
import { readDueTasks } from './law/due-tasks.ts';
import { readHistory } from './history/history.ts';

const house = await Casework.open(230);
const { sql } = house.db;
const hour = 3_600_000;
const day = 24 * hour;
const zone = 'Europe/London';
const iso = (at: number) => new Date(at).toISOString();

/** A device with its own clock, and what it knows of it. */
class Phone {
  readonly #clientId = randomUUID();
  #n = 0;
  /** Device's clock minus the true time. */
  error = 0;
  /** Server's clock minus device's clock, as it was learnt; null: never. */
  offset: number | null = 0;
  learntAt = house.now - 3 * hour;

  /** What it stores when something is recorded at the true time `at`. args: the clock's time at an instant, given to it. */
  record(kind: MutationKind, args: (clock: (at: number) => string) => object, at: number): Mutation {
    const clock = (when: number) => iso(when + this.error + (this.offset ?? 0));
    const one = house.mutation(kind, args(clock));
    const told = {
      clockOffsetMs: this.offset,
      ...(this.offset === null ? {} : { clockLearntAt: iso(this.learntAt) }),
    };
    return { ...one, clientId: this.#clientId, n: this.#n++, madeAt: clock(at), ...told } as Mutation;
  }

  /** Sent now, with what its clock says now. */
  send(one: Mutation) {
    const sent = { ...one, sentAt: iso(house.now + this.error) };
    expect(envelope.safeParse(sent).error).toBeUndefined();
    return house.cases.apply(house.people.officer, sent);
  }
}

const hazard = (caseId: number, seenAt: string) => ({
  caseId,
  checks: [
    {
      checkId: randomUUID(),
      kind: 'damp_mould',
      room: 'Bedroom',
      finding: 'problem',
      severity: 'emergency',
      note: 'Wet',
      seenAt,
    },
  ],
});
const hazardOf = async (caseId: number) =>
  (
    await sql<{ aware: Date; target: Date }[]>`
      select h.aware_at as aware, r.target_at as target from hazard h join repair r on r.id = h.repair_id
      join home_check c on c.repair_id = r.id where c.rent_account_id = ${caseId}`
  )[0]!;
const doubtsOf = (caseId: number) =>
  sql`select kind, why, off_by_ms as by from doubtful_time where rent_account_id = ${caseId} order by received_at`;

test.for([
  ['ahead by a day', day],
  ['behind by a day', -day],
  ['ahead by a year', 365 * day],
  ['behind by a year', -365 * day],
  ['of another time zone', 13 * hour],
  ['of the other side of a change to summer time', -hour],
] as const)(
  '[CASE-148] a hazard seen with a clock that is %s counts from when it was seen, without a doubt where the offset was known',
  async ([, error]) => {
    const { caseId } = await house.subject();
    const phone = new Phone();
    Object.assign(phone, { error, offset: -error });
    const seen = house.now - 2 * hour;
    const one = phone.record('check.record', (clock) => hazard(caseId, clock(seen)), seen + 5 * 60_000);
    expect(await phone.send(one)).toMatchObject({ status: 'applied' });
    expect((await hazardOf(caseId)).aware.getTime()).toBe(seen);
    expect((await hazardOf(caseId)).target.getTime()).toBe(seen + day);
    expect(await doubtsOf(caseId)).toEqual([]);
  },
);

test.for([
  ['ahead by a day', day],
  ['behind by a day', -day],
  ['ahead by a year', 365 * day],
  ['behind by a year', -365 * day],
] as const)(
  '[CASE-148] a clock that was set %s since the last contact is found at sending: the hazard counts from when it was seen, and a person is asked',
  async ([, error]) => {
    const { caseId } = await house.subject();
    const phone = new Phone();
    phone.error = error;
    const seen = house.now - 2 * hour;
    const one = phone.record('check.record', (clock) => hazard(caseId, clock(seen)), seen + 5 * 60_000);
    expect(await phone.send(one)).toMatchObject({ status: 'applied' });
    expect((await hazardOf(caseId)).aware.getTime()).toBe(seen);
    expect(await doubtsOf(caseId)).toEqual([{ kind: 'check.record', why: 'changed', by: Math.abs(error) }]);
  },
);

test('[CASE-147] no kind of record is refused for its clock: not for 1970, not for the year 9999', async () => {
  for (const kind of mutationKinds)
    for (const madeAt of [iso(0), '9999-12-31T23:59:59Z']) {
      const { example } = await house.example(kind);
      await house.prepare(example);
      const one = { ...house.mutation(kind, example.args, { ...example }), madeAt, clockOffsetMs: null };
      expect(envelope.safeParse(one).error).toBeUndefined();
      const sentAt = madeAt;
      const answer = await house.cases.apply(house.people[example.by], { ...one, sentAt } as Mutation);
      expect(answer, `${kind} at ${madeAt}`).toMatchObject({ status: 'applied' });
    }
}, 120_000);

test('[CASE-147] a time in a record that cannot be is not believed and not refused: the record counts from when it was made', async () => {
  for (const odd of ['1970-01-02T00:00:00Z', '2199-01-01T00:00:00Z', '0001-01-01T00:00:00Z']) {
    const { caseId } = await house.subject();
    const phone = new Phone();
    const one = phone.record('check.record', () => hazard(caseId, odd), house.now - hour);
    expect(await phone.send(one)).toMatchObject({ status: 'applied' });
    expect((await hazardOf(caseId)).aware.getTime()).toBe(house.now - hour);
    expect(await doubtsOf(caseId)).toHaveLength(1);
  }
});

test.for([day, -day])(
  '[CASE-147] days that were chosen on a device whose clock is off by %d ms are accepted by the day that it showed',
  async (error) => {
    const phone = new Phone();
    Object.assign(phone, { error, offset: null });
    const at = house.now - hour;
    const shown = dayIn(zone, at + error);
    const { caseId } = await house.subject();
    const promise = { amountPence: 2_500, on: shown };
    const finish = { caseId, outcome: 'promise', note: '', promise };
    expect(await phone.send(phone.record('visit.finish', () => finish, at))).toMatchObject({
      status: 'applied',
    });
    const far = { ...finish, promise: { ...promise, on: addDays(shown, 200) } };
    expect(await phone.send(phone.record('visit.finish', () => far, at))).toMatchObject({
      status: 'refused',
    });
  },
);

test('[CASE-149] a doubted record is one task for the person who made it, until it is closed, and an entry of the history', async () => {
  const { caseId } = await house.subject();
  const phone = new Phone();
  phone.error = day;
  const seen = house.now - 2 * hour;
  const check = phone.record('check.record', (clock) => hazard(caseId, clock(seen)), seen);
  const call = { caseId, kind: 'call', reached: true, note: 'spoke' };
  const contact = phone.record('contact.record', () => call, seen + 60_000);
  const read = phone.record('case.take', () => ({ caseId }), seen + 90_000);
  for (const one of [check, check, contact, read]) await phone.send(one);
  const { officer } = house.people;
  const due = async () =>
    (await readDueTasks(sql, officer, dayIn(zone, house.now))).filter(
      (one) => one.caseId === caseId && one.what.startsWith('Check the time'),
    );
  const [task, ...more] = await due();
  expect(more).toEqual([]);
  expect(task).toMatchObject({
    id: check.id,
    for: officer.name,
    what: expect.stringContaining('off by about 1 day'),
  });
  const history = () => readHistory(sql, caseId, { timeZone: zone, before: null, kinds: ['clock'] });
  expect((await history()).entries).toMatchObject([
    { title: 'Time to check: a contact' },
    {
      title: 'Time to check: a check of the home',
      at: iso(seen),
      text: expect.stringMatching(/changed by about 1 day\.\nThe device said .+\. Doorstep counts from .+\./),
    },
  ]);
  await house.do('officer', 'task.done', { caseId, taskId: check.id, note: 'Seen at 12' });
  expect(await due()).toEqual([]);
  expect((await history()).entries[1]).toMatchObject({
    title: 'Time checked: a check of the home',
    text: expect.stringContaining(`Checked by ${officer.name}.\nSeen at 12`),
  });
});

test('[CASE-149] a record before the one that the device made before it is doubted; another program that says nothing of its clock is not', async () => {
  const { caseId } = await house.subject();
  const call = { caseId, kind: 'call', reached: true, note: '' };
  const phone = new Phone();
  phone.learntAt = house.now - 9 * hour;
  await phone.send(phone.record('contact.record', () => call, house.now - hour));
  await phone.send(phone.record('contact.record', () => call, house.now - 3 * hour));
  expect(await doubtsOf(caseId)).toEqual([{ kind: 'contact.record', why: 'past', by: 2 * hour }]);
  const again = phone.record('contact.record', () => call, house.now - 4 * hour);
  expect(await phone.send({ ...again, renumbered: true })).toMatchObject({ status: 'applied' });
  expect(await doubtsOf(caseId)).toHaveLength(1);
  const other = await house.subject();
  for (const hours of [1, 3])
    await house.do(
      'officer',
      'contact.record',
      { ...call, caseId: other.caseId },
      { at: house.now - hours * hour },
    );
  expect(await doubtsOf(other.caseId)).toEqual([]);
});
