// Any order of writing, sending, lost answers, refusals, writes that the server never decides, killed tabs, other people and
// presses, on one device with two tabs that both send (the lock may have been taken from a frozen one).
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MutationAnswer } from '#contract/up.ts';
import { Outbox, type OutboxStore, type Send } from './outbox.ts';
import { anew, type Waiting } from './waiting.ts';

/** OUTBOX_RUNS=20000 for a long search. */
const numRuns = Number(process.env['OUTBOX_RUNS'] ?? 300);
const cases = [1, 2, 3];
const never = new Promise<never>(() => {});

/** What the server does with a write at first. */
type Does = { undecided: number; isRefused: boolean };
type Tab = { box: Outbox; staffId: number; alive: boolean; shown: Waiting[] };

/** The device, the network and the server. */
class World {
  readonly items = new Map<string, Waiting>();
  readonly tabs: Tab[] = [];
  /** What the server keeps: its answer by number, and what it has done, in order. */
  readonly answers = new Map<string, MutationAnswer>();
  readonly effects: { key: string; caseId: number; n: number; staffId: number; by: number }[] = [];
  /** By number: how often it was not decided. */
  readonly #undecided = new Map<string, number>();
  /** What a person wrote and the device confirmed, and what they removed themselves. */
  readonly written = new Set<string>();
  readonly removed = new Set<string>();
  /** Ids of what the device has removed at a press. */
  readonly gone = new Set<string>();
  line: 'up' | 'down' | 'loses answers' = 'up';
  now = Date.parse('2026-11-09T10:42:00Z');
  #n = 0;
  readonly #refused = new Set<string>();
  readonly #step: () => Promise<unknown>;

  constructor(step: () => Promise<unknown>) {
    this.#step = step;
    for (const staffId of [1, 1]) this.open(staffId);
  }

  open(staffId: number, at = this.tabs.length): Tab {
    const tab: Tab = { box: undefined as never, staffId: 0, alive: true, shown: [] };
    const ifAlive = <T>(work: () => T): Promise<T> => (tab.alive ? Promise.resolve(work()) : never);
    const store: OutboxStore = {
      add: (make) =>
        ifAlive(() => {
          const item = make('device', this.#n++);
          this.items.set(item.id, item);
          return item;
        }),
      renumber: (item) =>
        ifAlive(() => {
          if (!this.items.delete(item.id)) return;
          const next = anew(item, 'device', this.#n++);
          this.items.set(next.id, next);
        }),
      all: () => ifAlive(() => [...this.items.values()]),
      put: (item) => ifAlive(() => void this.items.set(item.id, item)),
      remove: (item) => ifAlive(() => void this.items.delete(item.id)),
    };
    const send: Send = async (item) => {
      // The person for whom the socket was connected, or who is named in the request.
      const by = tab.staffId;
      await this.#step();
      if (!tab.alive) return never;
      if (this.line === 'down') return null;
      const answer = this.#serve(item, by);
      const isLost = this.line === 'loses answers';
      await this.#step();
      if (!tab.alive) return never;
      return isLost ? null : answer;
    };
    tab.box = new Outbox({ store, send, now: () => this.now, changed: (all) => (tab.shown = all) });
    this.tabs[at] = tab;
    void this.signIn(tab, staffId);
    return tab;
  }

  async signIn(tab: Tab, staffId: number): Promise<void> {
    tab.staffId = staffId;
    await tab.box.belongTo(staffId);
    await tab.box.flush();
  }

  #serve(item: Waiting, by: number): MutationAnswer | 'undecided' {
    const number = `${item.clientId} ${item.n}`;
    const known = this.answers.get(number);
    if (known) return known.status === 'applied' ? { ...known, status: 'duplicate' } : known;
    const { caseId, key, does } = item.args as { caseId: number; key: string; does: Does };
    const times = this.#undecided.get(number) ?? 0;
    this.#undecided.set(number, times + 1);
    if (times < does.undecided) return 'undecided';
    // Sent again after a refusal, it is accepted.
    const isRefused = does.isRefused && !this.#refused.has(key);
    const answer: MutationAnswer = { id: item.id, status: isRefused ? 'refused' : 'applied' };
    this.answers.set(number, answer);
    if (isRefused) this.#refused.add(key);
    else this.effects.push({ key, caseId, n: item.n, staffId: item.staffId, by });
    return answer;
  }
}

class Step implements fc.AsyncCommand<object, World> {
  readonly #name: string;
  readonly #work: (world: World) => unknown;
  constructor(name: string, work: (world: World) => unknown) {
    this.#name = name;
    this.#work = work;
  }
  check = () => true;
  async run(_: object, world: World): Promise<void> {
    await this.#work(world);
  }
  toString = () => this.#name;
}

const tabs = fc.nat(1);
const aCase = fc.constantFrom(...cases);
const does = fc.record<Does>({
  undecided: fc.constantFrom(0, 0, 0, 1, 2, 7),
  isRefused: fc.constantFrom(false, false, true),
});
let keys = 0;
const commands = [
  fc.tuple(tabs, aCase, fc.array(does, { minLength: 1, maxLength: 3 })).map(
    ([at, caseId, all]) =>
      new Step(`tab ${at} writes to ${caseId}: ${JSON.stringify(all)}`, (world) => {
        for (const one of all) {
          const key = `write ${keys++}`;
          void world.tabs[at]!.box.add('visit.plan', { caseId, key, does: one }, new Date(world.now)).then(
            () => world.written.add(key),
            () => {},
          );
        }
      }),
  ),
  tabs.map((at) => new Step(`tab ${at} sends`, (world) => void world.tabs[at]!.box.flush())),
  fc
    .constantFrom<World['line']>('up', 'down', 'loses answers')
    .map((line) => new Step(`the line ${line}`, (world) => (world.line = line))),
  fc
    .constantFrom(6_000, 60_000, 4_000_000, -90_000_000)
    .map((ms) => new Step(`${ms} ms pass`, (world) => (world.now += ms))),
  tabs.map(
    (at) =>
      new Step(`tab ${at} is killed`, (world) => {
        const { staffId } = world.tabs[at]!;
        world.tabs[at]!.alive = false;
        world.open(staffId, at);
      }),
  ),
  fc
    .tuple(tabs, fc.constantFrom(1, 2))
    .map(
      ([at, who]) =>
        new Step(`tab ${at} is person ${who}`, (world) => void world.signIn(world.tabs[at]!, who)),
    ),
  tabs.map(
    (at) =>
      new Step(`in tab ${at} the first is sent again`, (world) => {
        const [item] = world.tabs[at]!.shown;
        if (item) void world.tabs[at]!.box.sendAgain(item);
      }),
  ),
  tabs.map(
    (at) =>
      new Step(`in tab ${at} the first is removed`, (world) => {
        const [item] = world.tabs[at]!.shown;
        if (!item) return;
        world.removed.add(item.args['key'] as string);
        void world.tabs[at]!.box.drop(item).then(() => world.gone.add(item.id));
      }),
  ),
];

test('[OFF-58] in any order of events each write has one effect, in the order of its case, or its person is shown it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.commands(commands, { maxCommands: 40, size: 'max' }),
      async (scheduler, all) => {
        let world!: World;
        await fc.scheduledModelRun(
          scheduler,
          () => ({ model: {}, real: (world = new World(() => scheduler.schedule(Promise.resolve()))) }),
          all,
        );
        await scheduler.waitIdle();
        // A good day: everything is reached, and both people sign in once more.
        world.line = 'up';
        world.now += 200_000_000;
        for (const staffId of [1, 2]) {
          for (const tab of world.tabs) tab.alive = false;
          const tab = world.open(staffId, 0);
          await scheduler.waitIdle();
          for (let hours = 0; hours < 500 && tab.shown.some((item) => !item.answer); hours++) {
            world.now += 3_600_000;
            void tab.box.flush();
            await scheduler.waitIdle();
          }
          for (const item of tab.shown) expect(item.answer?.status).toBe('refused');
          const mine = [...world.items.values()].filter((item) => item.staffId === staffId);
          expect(new Set(tab.shown.map(({ id }) => id))).toEqual(new Set(mine.map(({ id }) => id)));
        }
        const done = world.effects.map(({ key }) => key);
        expect(new Set(done).size).toBe(done.length);
        const onDevice = new Set([...world.items.values()].map((item) => item.args['key'] as string));
        for (const key of world.written)
          expect(done.includes(key) || onDevice.has(key) || world.removed.has(key)).toBe(true);
        for (const { id } of world.items.values()) expect(world.gone).not.toContain(id);
        for (const key of onDevice) expect(done).not.toContain(key);
        for (const caseId of cases)
          for (const staffId of [1, 2]) {
            const numbers = world.effects
              // What was removed while it was on its way may arrive after the next one.
              .filter(
                (one) => one.caseId === caseId && one.staffId === staffId && !world.removed.has(one.key),
              )
              .map((one) => one.n);
            expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
          }
        for (const { staffId, by } of world.effects) expect(by).toBe(staffId);
      },
    ),
    { numRuns },
  );
});
