// "Plan my day": planned once, stored on this device, updated through the day. It follows the list, the outbox and the clock,
// and the domain's rules change the round: a paid stop is removed, a visit that overruns costs the stop that is worth least,
// and each change has its sentence. Stops that the officer moved or pinned stay where they are.
import { untrack } from 'svelte';
import { changeRound, type PlannedStop } from '#domain/rounds/round-change.ts';
import type { Visitor } from '#domain/rounds/round-worth.ts';
import { visitingDay, type VisitingDay } from '#domain/rounds/visiting-hours.ts';
import { announcer } from '../live/announcer.svelte.ts';
import { clock } from '../live/clock.svelte.ts';
import { keep, kept } from '../live/device.ts';
import { live } from '../live/live.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import { session } from '../live/session.svelte.ts';
import { bankHolidays, visitingHours } from '../live/working-days.ts';
import { doors } from '../visit/doors.svelte.ts';
import { visits } from '../visit/visits.svelte.ts';
import { dayOf, landlordZone, timeOf } from '../words/time.ts';
import { place } from '../worklist/place.svelte.ts';
import { view } from '../worklist/view.svelte.ts';
import { bestOrder, makePlan, situationOf, withTimes } from './making.ts';
import { orderOf } from './on-list.ts';
import {
  ahead,
  goneBecause,
  moved,
  offersFrom,
  sameOnScreen,
  type Ask,
  type DayPlan,
  type Gone,
} from './plan.ts';
import { progress } from './progress.ts';
import { instantAt, usualEnd } from './hours.ts';
import { knownOf, signOf } from './stop-state.ts';
import { about, dayPlan as words, reasons } from './words.ts';

const nobody: ReadonlySet<number> = new Set();
/** How many sentences about changes a day stores. */
const changesKept = 40;
/** The least time for a round. */
const leastMs = 15 * 60_000;

class Day {
  plan = $state.raw<DayPlan | null>(null);
  /** The form is open. */
  asking = $state(false);
  working = $state(false);
  /** The stop whose menu is open. */
  menu = $state<number | null>(null);
  /** What was done, left out and changed is open. */
  details = $state(false);
  /** The newest changes, until they are read. */
  notice = $state('');
  /** The last answers to the form. */
  ask = $state.raw<Ask | null>(null);
  #restored = false;
  #following = false;
  readonly #unseenSince = new Map<number, number>();

  get #today(): string {
    return dayOf(clock.instant());
  }

  /** The day for which a plan would be now: today, or the next working day. */
  open(): VisitingDay {
    return visitingDay(clock.instant(), landlordZone(), visitingHours(), bankHolidays());
  }

  /** Restores the plan of today, or of a day to come, of this person, and their last answers to the form. */
  async restore(): Promise<void> {
    if (this.#restored) return;
    this.#restored = true;
    const [plan, ask] = await Promise.all([kept<DayPlan>('day'), kept<Ask>('day.ask')]).catch(() => []);
    this.ask ??= ask ?? null;
    if (this.plan || plan?.version !== 2) return;
    if (plan.day < this.#today || plan.staffId !== session.me?.staffId) return;
    this.#set(plan);
    if (ahead(plan).length > 0) view.setOrder('day');
  }

  usualAsk(): Ask {
    const { day: onDay, opensAt, closesAt } = this.open();
    const begins = Math.max(clock.instant(), opensAt);
    const until = usualEnd(begins, closesAt);
    if (!this.ask)
      return { until, mode: 'walking', roundTrip: false, accompanied: false, cleared: [], minutes: 20 };
    // The companion and the end of an earlier day may not apply today.
    const end = instantAt(onDay, this.ask.until);
    const isAhead = end !== null && end > begins + 30 * 60_000 && end <= closesAt;
    return { ...this.ask, accompanied: false, until: isAhead ? this.ask.until : until };
  }

  /** How many homes could be visited if this officer may go where that alert applies, by alert. */
  asideFor(ask: Ask): ReturnType<typeof offersFrom>['aside'] {
    const all = { from: null, mode: ask.mode, never: nobody };
    return offersFrom(live.cases.values(), this.#visitor({ ...ask, cleared: [] }, this.open()), all).aside;
  }

  /**
   * Plans the rest of the working day, or the next one; finished stops stay. Resolves with '' or with why it was not planned,
   * in words.
   */
  async make(ask: Ask, from: DayPlan['from']): Promise<string> {
    const now = clock.instant();
    const open = this.open();
    const endsAt = instantAt(open.day, ask.until);
    const least = Math.max(now, open.opensAt) + leastMs;
    if (endsAt === null || endsAt < least || endsAt > open.closesAt)
      return words.chooseTime(timeOf(Math.min(least, open.closesAt)), timeOf(open.closesAt));
    if (this.working) return '';
    this.working = true;
    try {
      this.#remember(ask);
      const before = this.plan?.day === open.day ? this.plan : null;
      const known = { cases: live.cases, who: this.#visitor(ask, open), before };
      const plan = await makePlan(ask, from, { now, open, endsAt }, known);
      this.notice = '';
      this.#set(plan);
      view.setOrder('day');
      // The day is of no use without its cases: this device stores them now.
      void live.save();
      // Money may have come during the planning.
      this.refresh();
      const many = ahead(this.plan!).length;
      announcer.say(many === 0 ? words.nothingFits : words.ready(many, about(this.plan!.finishAt)));
      return '';
    } finally {
      this.working = false;
    }
  }

  /** Plans again with the same answers, from now and from here. */
  async again(): Promise<void> {
    const { plan } = this;
    if (!plan) return;
    const begun = plan.stops.some(({ state }) => state === 'done');
    const from = begun || !plan.from ? plan.from : (this.here() ?? plan.from);
    // Its end is over, or lies after visiting hours: the form asks for another.
    if (await this.make(plan.ask, from)) this.asking = true;
  }

  /** Changes the end of the day: the round stays as far as it fits, and takes what else fits. Returns '' or why not. */
  changeHours(until: string): string {
    const { plan } = this;
    const endsAt = plan && instantAt(plan.day, until);
    if (!plan) return '';
    const least = Math.max(clock.instant(), plan.opensAt);
    if (endsAt === null || endsAt < least || endsAt > plan.closesAt)
      return words.chooseTime(timeOf(least), timeOf(plan.closesAt));
    const ask = { ...plan.ask, until };
    this.#remember(ask);
    this.#set({ ...plan, ask, endsAt });
    this.#change(new Map(), true);
    view.letGo();
    return '';
  }

  /** This device's position, or the chosen start; null: unknown. */
  here(): DayPlan['from'] {
    const { point, source, chosen } = place;
    if (!point) return null;
    const label = source === 'device' ? words.whereYouAre : (chosen?.label ?? words.startPoint);
    return { latitude: point.latitude, longitude: point.longitude, label };
  }

  /** Removes the day; visits that were written stay planned. */
  clear(): void {
    this.notice = '';
    this.#set(null);
    void keep('day', null).catch(() => {});
  }

  /** Moves a stop `by` places, later or (below 0) earlier. The day may end late after that; the screen shows by how much. */
  move(id: number, by: number): boolean {
    const { plan } = this;
    const stops = plan && moved(plan, id, by);
    if (!stops) return false;
    this.#put(plan, stops);
    const order = ahead(this.plan!);
    const at = order.findIndex((stop) => stop.id === id);
    announcer.say(words.moved(at + 1, order.length, about(order[at]!.arriveAt)));
    return true;
  }

  keepStop(id: number, keeping: boolean): void {
    this.#edit(id, { keep: keeping });
  }

  /**
   * `time` is 'HH:MM', or '' for no fixed time. The other stops are put in order around it, and all of them stay that fit into
   * visiting hours. Returns '', or why not: the visit must be within visiting hours.
   */
  appoint(id: number, time: string): string {
    const { plan } = this;
    const stop = plan?.stops.find((one) => one.id === id);
    if (!plan || !stop) return '';
    const at = time === '' ? null : instantAt(plan.day, time);
    const last = plan.closesAt - stop.minutes * 60_000;
    if (at !== null && (at < plan.opensAt || at > last))
      return words.chooseTime(timeOf(plan.opensAt), timeOf(last));
    this.#edit(id, { appointmentAt: at });
    this.#put(this.plan!, bestOrder(this.plan!, clock.instant()));
    return '';
  }

  skip(id: number): void {
    if (this.plan?.stops.find((one) => one.id === id)?.state !== 'to_come') return;
    this.#change(new Map([[id, { kind: 'skipped', why: reasons.skipped }]]), true);
    view.letGo();
  }

  /** Keeps the round up to date. Call in an effect that lives as long as the list. */
  follow(): () => void {
    this.#following = true;
    const stops = [
      live.onApplied((touched) => {
        if (!touched || this.plan?.stops.some(({ id }) => touched.has(id))) this.refresh();
      }),
      $effect.root(() => {
        // Unsent changes on this device, the minute, answered stand-downs and refused visits all count.
        $effect(() => {
          void [writes.waiting, writes.accepted, clock.minute, doors.stoodDown, visits.refusals, session.me];
          untrack(() => this.refresh());
        });
        $effect(() => {
          void this.notice;
          untrack(() => this.#publish());
        });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      this.#following = false;
      view.setDay(null);
    };
  }

  /** Checks every stop again, and changes the round where it must change. */
  refresh(): void {
    const before = this.plan;
    // After the session has ended there is no list to compare the stops with.
    if (!before || live.from === 'nothing' || live.picture.asOf === null) return;
    if (before.staffId !== session.me?.staffId || before.day < this.#today) {
      this.#restored = false;
      this.#set(null);
      return;
    }
    this.#advance(before);
    const plan = this.plan!;
    const who = this.#visitor(plan.ask, plan);
    const gone = new Map<number, Gone>();
    for (const { id, state } of plan.stops) {
      if (state !== 'to_come') continue;
      const why = goneBecause(knownOf(id), who, { since: plan.madeAt, now: clock.instant() });
      if (why) gone.set(id, why);
    }
    this.#change(gone, gone.size > 0);
  }

  #advance(plan: DayPlan): void {
    const went = progress(plan.stops, signOf, this.#unseenSince, clock.instant(), plan.madeAt);
    if (!went) return;
    const out = went.turnedBack.map(({ id }) => ({
      id,
      kind: 'turned_back' as const,
      why: reasons.turnedBack,
    }));
    this.#set({ ...plan, stops: went.stops, out: [...plan.out, ...out] });
    this.#report(went.turnedBack.map(({ label }) => words.removed(label, reasons.turnedBack)));
  }

  #change(gone: ReadonlyMap<number, Gone>, refill: boolean): void {
    const plan = this.plan!;
    const never = new Set([...plan.out.map(({ id }) => id), ...gone.keys()]);
    const whom = { from: plan.from, mode: plan.ask.mode, never };
    const offers = refill
      ? offersFrom(live.cases.values(), this.#visitor(plan.ask, plan), whom).offers
      : undefined;
    const now = clock.instant();
    const { changes: sentences, ...times } = changeRound(plan.stops, situationOf(plan, now, { gone: new Map([...gone].map(([id, { why }]) => [id, why])), ...(offers && { offers }) })); // prettier-ignore
    if (sentences.length === 0 && sameOnScreen(plan, times)) return;
    const inside = new Set(times.stops.map(({ id }) => id));
    const late = plan.stops.filter(({ id }) => !inside.has(id) && !gone.has(id));
    this.#set({
      ...plan,
      stops: times.stops,
      finishAt: times.endsAt,
      travelSeconds: times.travelSeconds,
      left: [
        ...plan.left.filter(({ id }) => !inside.has(id)),
        ...late.map(({ id, label }) => ({ id, label, kind: 'no_time' as const, why: reasons.noTime })),
      ],
      out: [...plan.out, ...[...gone].map(([id, one]) => ({ id, ...one }))],
    });
    this.#report(sentences);
  }

  #report(sentences: readonly string[]): void {
    if (sentences.length === 0) return;
    const at = clock.instant();
    const plan = this.plan!;
    this.notice = [this.notice, ...sentences].filter(Boolean).slice(-3).join(' ');
    this.#set({
      ...plan,
      said: [...plan.said, ...sentences.map((text) => ({ at, text }))].slice(-changesKept),
    });
    for (const text of sentences) announcer.say(text);
  }

  /** Sets the stops in the officer's own order: shown at once. */
  #put(plan: DayPlan, stops: readonly PlannedStop[]): void {
    const made = withTimes(plan, stops, clock.instant());
    // A stop that the officer chose is not removed for being late, unless visiting hours are over.
    this.#set({ ...made, endsAt: Math.min(plan.closesAt, Math.max(plan.endsAt, made.finishAt)) });
    this.#change(new Map(), false);
    view.letGo();
  }

  #edit(id: number, change: Partial<PlannedStop>): void {
    const { plan } = this;
    if (!plan) return;
    const edit = (stop: PlannedStop) =>
      stop.id === id && stop.state === 'to_come' ? { ...stop, ...change } : stop;
    this.#put(plan, plan.stops.map(edit));
  }

  /** On a later day the rules are asked as of its opening. */
  #visitor(ask: Ask, { opensAt, day: onDay }: Pick<DayPlan, 'opensAt' | 'day'>): Visitor {
    const { accompanied, cleared, minutes } = ask;
    const now = onDay > this.#today ? opensAt : clock.instant();
    return {
      staffId: session.me?.staffId ?? 0,
      accompanied,
      cleared,
      minutes,
      now,
      timeZone: landlordZone(),
    };
  }

  #remember(ask: Ask): void {
    this.ask = ask;
    void keep('day.ask', ask).catch(() => {});
  }

  #set(plan: DayPlan | null): void {
    this.plan = plan;
    this.#publish();
    if (plan) void keep('day', plan).catch(() => {});
  }

  #publish(): void {
    if (this.#following) view.setDay(this.plan && orderOf(this.plan, this.notice));
  }
}

export const day = new Day();
