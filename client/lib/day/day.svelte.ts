// "Plan my day": asked once, kept on this device, followed through the day. It watches what the list, the outbox and the
// clock say, and lets the domain change the round: a stop that was paid goes, a visit that overruns costs the least
// worth, and each change has its sentence. Stops that the officer moved or kept stay where they were put.
import { untrack } from 'svelte';
import type { CaseSummary } from '#contract/case-summary.ts';
import { planRound, type RoundRequest } from '#domain/round.ts';
import {
  changeRound,
  planned,
  timed,
  type Offer,
  type PlannedStop,
  type Situation,
} from '#domain/round-change.ts';
import type { Visitor } from '#domain/round-worth.ts';
import { dayIn } from '#domain/zone.ts';
import { announcer } from '../live/announcer.svelte.ts';
import { clock } from '../live/clock.svelte.ts';
import { keep, kept } from '../live/device.ts';
import { live } from '../live/live.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import { session } from '../live/session.svelte.ts';
import { visits } from '../visit/visits.svelte.ts';
import { place } from '../worklist/place.svelte.ts';
import { view } from '../worklist/view.svelte.ts';
import { clock as hour } from '../words/time.ts';
import { orderOf } from './on-list.ts';
import { ahead, goneBecause, moved, offersFrom, type Ask, type DayPlan } from './plan.ts';
import { plan as planInWorker } from './planner.ts';
import { askTravel } from './travel.ts';
import { about, instantOf, usualEnd } from './words.ts';

const nothing: ReadonlySet<number> = new Set();
/** Sentences kept of a day. */
const saidKept = 40;
/** So long may the server's list lag behind its answer. */
const settlesMs = 10_000;

class Day {
  plan = $state.raw<DayPlan | null>(null);
  /** The question is open. */
  asking = $state(false);
  working = $state(false);
  /** The stop whose menu is open. */
  menu = $state<number | null>(null);
  /** What was done, left out and changed is open. */
  details = $state(false);
  /** The newest change, until it was read. */
  notice = $state('');
  /** What the last question was answered with. */
  ask = $state.raw<Ask | null>(null);

  /** Set out for, and no longer on the way: since when. */
  readonly #nowhere = new Map<number, number>();

  get zone(): string {
    return session.me?.timeZone ?? 'Europe/London';
  }

  /** What this device kept of today, and of the last question. Nothing of another day or person. */
  async restore(): Promise<void> {
    const [plan, ask] = await Promise.all([kept<DayPlan>('day'), kept<Ask>('day.ask')]).catch(() => []);
    this.ask ??= ask ?? null;
    const today = dayIn(this.zone, clock.instant());
    if (this.plan || plan?.version !== 1 || plan.day !== today || plan.staffId !== session.me?.staffId)
      return;
    this.plan = plan;
  }

  usualAsk(): Ask {
    const until = usualEnd(this.zone, clock.instant());
    const usual: Ask = { until, mode: 'walking', roundTrip: false, accompanied: false, cleared: [], minutes: 20 }; // prettier-ignore
    // Whoever came along yesterday need not come today, and yesterday's end may be over.
    const last = this.ask && { ...this.ask, accompanied: false };
    if (!last) return usual;
    const end = instantOf(this.zone, dayIn(this.zone, clock.instant()), last.until);
    return end !== null && end > clock.instant() + 30 * 60_000 ? last : { ...last, until };
  }

  /** Homes that could be visited but for who may go there, by that alert. */
  asideFor(ask: Ask): ReturnType<typeof offersFrom>['aside'] {
    const never = { from: null, mode: ask.mode, never: nothing };
    return offersFrom(live.cases.values(), this.#visitor({ ...ask, cleared: [] }), never).aside;
  }

  /** Plans from now. '' when it did, else why not, in words. What is done today already stays. */
  async make(ask: Ask, from: DayPlan['from']): Promise<string> {
    const now = clock.instant();
    const today = dayIn(this.zone, now);
    const endsAt = instantOf(this.zone, today, ask.until);
    if (endsAt === null || endsAt < now + 15 * 60_000) return 'Choose a time later today.';
    if (this.working) return '';
    this.working = true;
    try {
      this.ask = ask;
      void keep('day.ask', ask).catch(() => {});
      const before = this.plan?.day === today ? this.plan : null;
      const past = before?.stops.filter(({ state }) => state !== 'to_come') ?? [];
      const never = new Set([...past.map(({ id }) => id), ...(before?.out ?? []).map(({ id }) => id)]);
      const who = this.#visitor(ask);
      const { offers, left } = offersFrom(live.cases.values(), who, { from, mode: ask.mode, never });
      const pinned = new Map(before && ahead(before).map((stop) => [stop.id, stop]));
      for (const offer of offers) {
        const stop = pinned.get(offer.id);
        if (stop) Object.assign(offer, { keep: stop.keep, appointmentAt: stop.appointmentAt });
      }
      const doors = [...past, ...offers].slice(0, 100).map(({ id }) => id);
      const { table, note } = await askTravel(ask.mode, doors);
      const travel = { mode: ask.mode, table };
      const here = past.at(-1) ?? from;
      const request: RoundRequest = {
        stops: offers,
        from: here,
        to: ask.roundTrip ? from : null,
        startsAt: Math.max(now, past.at(-1)?.leaveAt ?? 0),
        endsAt,
        travel,
      };
      const round = await planInWorker(request);
      const byId = new Map(offers.map((offer) => [offer.id, offer]));
      const stops = [...past, ...round.stops.map(({ id }) => planned(byId.get(id)!))];
      const out = round.left.map((id) => ({ id, label: byId.get(id)!.label, why: 'not enough time today' }));
      const plan: DayPlan = {
        version: 1,
        staffId: session.me!.staffId,
        day: today,
        madeAt: now,
        startsAt: before && past.length > 0 ? before.startsAt : now,
        endsAt,
        ask,
        from,
        table,
        note,
        stops,
        finishAt: round.endsAt,
        travelSeconds: round.travelSeconds,
        left: [...left, ...out],
        out: before?.out ?? [],
        said: before?.said ?? [],
      };
      this.notice = '';
      this.#set(this.#timed(plan, stops));
      view.setOrder('day');
      const many = ahead(this.plan!).length;
      announcer.say(
        many === 0
          ? 'Nothing fits into these hours.'
          : `Your day has ${many} ${many === 1 ? 'stop' : 'stops'}, done by ${about(this.plan!.finishAt)}.`,
      );
      return '';
    } finally {
      this.working = false;
    }
  }

  /** The same question again, from now and from here. */
  again(): Promise<string> {
    const { plan } = this;
    if (!plan) return Promise.resolve('');
    const from = plan.stops.some(({ state }) => state === 'done') ? plan.from : (this.here() ?? plan.from);
    return this.make(plan.ask, from);
  }

  /** Where this device is, or what was chosen as the start; null: unknown. */
  here(): DayPlan['from'] {
    const { point, source, chosen } = place;
    if (!point) return null;
    const label = source === 'device' ? 'where you are' : (chosen?.label ?? 'your start point');
    return { latitude: point.latitude, longitude: point.longitude, label };
  }

  /** No day any more; visits that were written stay planned. */
  clear(): void {
    this.#set(null);
    this.notice = '';
    void keep('day', null).catch(() => {});
  }

  /** Other hours: the round stays as it is as far as it fits, and takes in what fits now. '' or why not. */
  changeHours(until: string): string {
    const { plan } = this;
    const endsAt = plan && instantOf(this.zone, plan.day, until);
    if (!plan || endsAt === null || endsAt < clock.instant()) return 'Choose a time later today.';
    const ask = { ...plan.ask, until };
    this.ask = ask;
    void keep('day.ask', ask).catch(() => {});
    this.#set({ ...plan, ask, endsAt });
    this.#change(new Map(), true);
    view.letGo();
    return '';
  }

  /** Earlier (below 0) or later by places. The hours are not kept to for it; the screen says when they are passed. */
  move(id: number, by: number): boolean {
    const { plan } = this;
    const stops = plan && moved(plan, id, by);
    if (!stops) return false;
    this.#put(plan, stops);
    const order = ahead(this.plan!);
    const at = order.findIndex((stop) => stop.id === id);
    announcer.say(`Stop ${at + 1} of ${order.length}, ${about(order[at]!.arriveAt)}.`);
    return true;
  }

  keepStop(id: number, keeping: boolean): void {
    this.#edit(id, (stop) => ({ ...stop, keep: keeping }));
  }

  /** 'HH:MM' or '' for none. The rest is put in order around it; nothing is left out for it unseen. */
  appoint(id: number, time: string): void {
    const { plan } = this;
    if (!plan) return;
    const appointmentAt = time === '' ? null : instantOf(this.zone, plan.day, time);
    this.#edit(id, (stop) => ({ ...stop, appointmentAt }));
    this.#reorder();
  }

  skip(id: number): void {
    const { plan } = this;
    const stop = plan?.stops.find((one) => one.id === id);
    if (!plan || stop?.state !== 'to_come') return;
    this.#change(new Map([[id, 'you skipped it']]), true);
    view.letGo();
  }

  /** Writes a visit for today for each stop that has none, in the order of the round. How many were written. */
  async write(): Promise<number> {
    const { plan } = this;
    if (!plan) return 0;
    let count = 0;
    for (const { id, state } of plan.stops) {
      if (state !== 'to_come' || !this.lacksVisit(id)) continue;
      await visits.plan(id, plan.day);
      count++;
    }
    if (count > 0) announcer.say(`${count} ${count === 1 ? 'visit' : 'visits'} planned for today.`);
    return count;
  }

  lacksVisit(id: number): boolean {
    const { at, plannedFor } = visits.stage(id);
    return at === 'none' || (at === 'planned' && plannedFor !== this.plan?.day);
  }

  /** Visits of mine that are planned for today at doors which the round has taken out because the money came. */
  needless(): CaseSummary[] {
    return (this.plan?.out ?? []).flatMap(({ id, why }) => {
      const c = live.get(id);
      const stage = visits.stage(id);
      const mine = stage.at === 'planned' && stage.plannedFor === this.plan?.day;
      return c && mine && why.startsWith('paid ') ? [c] : [];
    });
  }

  async cancelNeedless(): Promise<void> {
    for (const { id } of this.needless()) await visits.turnBack(id, 'stood_down');
  }

  /** Keeps the round in step with everything; call once, from an effect root that lives as long as the list. */
  follow(): () => void {
    const stops = [
      live.onApplied((touched) => {
        const ids = this.plan?.stops.map(({ id }) => id) ?? [];
        if (!touched || ids.some((id) => touched.has(id))) this.look();
      }),
      $effect.root(() => {
        // What waits on this device counts at once; a minute passes; a stand-down is answered; a visit is refused.
        $effect(() => {
          void [writes.waiting, clock.minute, live.standDowns, visits.refusals, session.me];
          untrack(() => this.look());
        });
        $effect(() => {
          const { plan, notice } = this;
          untrack(() => view.setDay(plan && orderOf(plan, notice)));
        });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      view.setDay(null);
    };
  }

  /** Looks at every stop again, and changes what must change. */
  look(): void {
    const { plan } = this;
    if (!plan || live.from === 'nothing') return;
    if (plan.staffId !== session.me?.staffId || plan.day !== dayIn(this.zone, clock.instant())) {
      this.#set(null);
      return;
    }
    this.#followVisits(plan);
    const now = this.plan!;
    const who = this.#visitor(now.ask);
    const gone = new Map<number, string>();
    for (const stop of now.stops) {
      if (stop.state !== 'to_come') continue;
      const why = goneBecause(this.#known(stop.id), who, now.madeAt);
      if (why !== null) gone.set(stop.id, why);
    }
    this.#change(gone, gone.size > 0);
  }

  #known(id: number): Parameters<typeof goneBecause>[0] {
    return {
      c: live.get(id),
      listed: live.listed(id),
      paid: live.picture.paid.get(id),
      standing: visits.stage(id).at,
      refused: visits.refusals.get(id),
      struck: live.standDowns.has(id),
    };
  }

  /** A visit that was begun, ended or given up since: by what waits here, and by what the server says. */
  #followVisits(plan: DayPlan): void {
    const now = clock.instant();
    let touched = false;
    const out = [...plan.out];
    const stops = plan.stops.flatMap((stop): PlannedStop[] => {
      if (stop.state === 'done') return [stop];
      const { at } = visits.stage(stop.id);
      const finished = writes.waitingFor(stop.id).findLast(({ kind }) => kind === 'visit.finish');
      if (finished) {
        touched = true;
        return [{ ...stop, state: 'done', leaveAt: Date.parse(finished.madeAt) }];
      }
      if (at === 'on_the_way') {
        this.#nowhere.delete(stop.id);
        if (stop.state === 'under_way') return [stop];
        touched = true;
        return [{ ...stop, state: 'under_way', arriveAt: now + stop.travelSeconds * 1000 }];
      }
      if (stop.state !== 'under_way') return [stop];
      // Set out, and neither on the way nor done by what waits here. The server's list may only be a moment behind its
      // answer; but what stays so was ended on another device, or given up.
      const turned = writes.waitingFor(stop.id).some(({ kind }) => kind === 'visit.turn-back');
      const since = this.#nowhere.get(stop.id) ?? now;
      this.#nowhere.set(stop.id, since);
      if (!turned && now - since < settlesMs) return [stop];
      this.#nowhere.delete(stop.id);
      touched = true;
      const spokenTo = Date.parse(live.get(stop.id)?.lastContactAt ?? '');
      if (!turned && spokenTo > plan.madeAt)
        return [{ ...stop, state: 'done', leaveAt: Math.min(now, spokenTo) }];
      out.push({ id: stop.id, why: 'you turned back' });
      this.#say([`Removed ${stop.label}: you turned back.`]);
      return [];
    });
    if (touched) this.#set({ ...this.plan!, stops, out });
  }

  #change(gone: ReadonlyMap<number, string>, refill: boolean): void {
    const plan = this.plan!;
    const at = this.#situation(plan, gone, refill);
    const { said, ...times } = changeRound(plan.stops, at);
    const sameTimes =
      said.length === 0 &&
      times.stops.length === plan.stops.length &&
      times.stops.every((stop, i) => {
        const old = plan.stops[i]!;
        return stop.id === old.id && stop.state === old.state && about(stop.arriveAt) === about(old.arriveAt);
      });
    if (sameTimes && about(times.endsAt) === about(plan.finishAt)) return;
    const stay = new Set(times.stops.map(({ id }) => id));
    const unfit = plan.stops.filter((stop) => !stay.has(stop.id) && !gone.has(stop.id));
    const added = new Set(times.stops.map(({ id }) => id));
    this.#set({
      ...plan,
      stops: times.stops,
      finishAt: times.endsAt,
      travelSeconds: times.travelSeconds,
      left: [
        ...plan.left.filter(({ id }) => !added.has(id)),
        ...unfit.map(({ id, label }) => ({ id, label, why: 'not enough time today' })),
      ],
      out: [...plan.out, ...[...gone].map(([id, why]) => ({ id, why }))],
    });
    this.#say(said);
  }

  #say(said: readonly string[]): void {
    if (said.length === 0) return;
    const at = clock.instant();
    const plan = this.plan!;
    const all = [...plan.said, ...said.map((text) => ({ at, text }))].slice(-saidKept);
    this.notice = [this.notice, ...said].filter(Boolean).slice(-3).join(' ');
    this.#set({ ...plan, said: all });
    for (const text of said) announcer.say(text);
  }

  /** These stops in this order, by the officer's own hand: shown at once. */
  #put(plan: DayPlan, stops: readonly PlannedStop[]): void {
    const made = this.#timed(plan, stops);
    // What a person asked for is not taken out again for being late: the hours are theirs.
    this.#set({ ...made, endsAt: Math.max(plan.endsAt, made.finishAt) });
    view.letGo();
  }

  #timed(plan: DayPlan, order: readonly PlannedStop[]): DayPlan {
    const { stops, travelSeconds, endsAt } = timed(order, this.#situation(plan, new Map()));
    return { ...plan, stops, travelSeconds, finishAt: endsAt };
  }

  #edit(id: number, edit: (stop: PlannedStop) => PlannedStop): void {
    const { plan } = this;
    if (plan)
      this.#put(
        plan,
        plan.stops.map((stop) => (stop.id === id && stop.state === 'to_come' ? edit(stop) : stop)),
      );
  }

  /** The same stops in the best order that there is for them. */
  #reorder(): void {
    const plan = this.plan!;
    const past = plan.stops.filter(({ state }) => state !== 'to_come');
    const rest = plan.stops.filter(({ state }) => state === 'to_come');
    const at = this.#situation(plan, new Map());
    const request: RoundRequest = {
      stops: rest.map((stop) => ({ ...stop, keep: true })),
      from: past.at(-1) ?? plan.from,
      to: at.to,
      startsAt: Math.max(at.now, past.at(-1)?.leaveAt ?? 0),
      endsAt: plan.endsAt + 4 * 3_600_000,
      travel: at.travel,
      rounds: 100,
    };
    const order = planRound(request).stops.map(({ id }) => rest.find((stop) => stop.id === id)!);
    const missing = rest.filter((stop) => !order.includes(stop));
    this.#put(plan, [...past, ...order, ...missing]);
  }

  #situation(plan: DayPlan, gone: ReadonlyMap<number, string>, refill = false): Situation {
    const offers: Offer[] = [];
    if (refill) {
      const never = new Set([...plan.out.map(({ id }) => id), ...gone.keys()]);
      offers.push(
        ...offersFrom(live.cases.values(), this.#visitor(plan.ask), {
          from: plan.from,
          mode: plan.ask.mode,
          never,
        }).offers,
      );
    }
    return {
      now: clock.instant(),
      from: plan.from,
      startsAt: plan.startsAt,
      to: plan.ask.roundTrip ? plan.from : null,
      endsAt: plan.endsAt,
      travel: { mode: plan.ask.mode, table: plan.table },
      gone,
      offers,
    };
  }

  #visitor(ask: Ask): Visitor {
    const { accompanied, cleared, minutes } = ask;
    const now = clock.instant();
    return { staffId: session.me?.staffId ?? 0, accompanied, cleared, minutes, now, timeZone: this.zone };
  }

  #set(plan: DayPlan | null): void {
    this.plan = plan;
    if (plan) void keep('day', plan).catch(() => {});
  }

  /** 'Planned at 09:12 with what was known then.' */
  madeWords(plan: DayPlan): string {
    return `Planned at ${hour(plan.madeAt)}.`;
  }
}

export const day = new Day();
