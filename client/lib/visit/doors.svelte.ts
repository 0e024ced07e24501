// Which notices are on screen: stand-downs of the visits that this person is on the way to, and quieter notices about money
// in a case of theirs or in one that is only open. door.ts computes the verdict; this module keeps what is shown and what
// was read already.
import { untrack } from 'svelte';
import type { CaseSummary } from '#contract/case-summary.ts';
import type { Down } from '#contract/down.ts';
import { clock } from '../live/clock.svelte.ts';
import { live, type Touched } from '../live/live.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import { session } from '../live/session.svelte.ts';
import { without } from '../live/without.ts';
import { doorOf, metOnVisit, newer, setOutAt, type Door, type DoorReport } from './door.ts';

export type DoorNotice = {
  caseId: number;
  /** Only a stand-down is an alert. withdrawn: there was a stand-down, and it is not valid any more. */
  kind: 'stand-down' | 'withdrawn' | 'paid' | 'returned' | 'changed';
  message: string;
  payment: Door['payment'];
  /** True when this person is on the way there; false when the case is only open. */
  going: boolean;
  met: boolean;
  /** When it was first shown, by the server's clock, in milliseconds. */
  since: number;
};

class Doors {
  notices = $state.raw<ReadonlyMap<number, DoorNotice>>(new Map());
  /** Cases with an unanswered stand-down: their rows are shown crossed out. */
  stoodDown = $state.raw<ReadonlySet<number>>(new Set());
  /** Cases to which this person is on the way, by the list. */
  underWay = $state.raw<ReadonlySet<number>>(new Set());
  #reports = $state.raw<ReadonlyMap<number, DoorReport>>(new Map());
  /** When a draft on this device recorded who was there, by case; drafts of earlier visits included. */
  #metHere = $state.raw<ReadonlyMap<number, number>>(new Map());
  /** The message that was read or answered, by case: it is not shown again. */
  readonly #seen = new Map<number, string>();
  readonly #onNotice = new Set<(notice: DoorNotice) => void>();

  /** Follows the list, the hub's messages and the outbox. Returns the function that stops it. */
  start(): () => void {
    this.#follow(null);
    const stops = [
      live.onApplied((touched) => this.#follow(touched)),
      live.onMessage('case:stand-down', (message) => this.#received(message)),
      // Versions of two hubs cannot be compared: after a new connection the next list decides.
      live.onBack(() => this.#markOld()),
      $effect.root(() => {
        $effect(() => {
          void [writes.waiting, writes.accepted];
          untrack(() => {
            for (const id of this.underWay) this.#update(id);
          });
        });
      }),
    ];
    return () => {
      for (const stop of stops) stop();
      this.#reports = new Map();
      this.#seen.clear();
      this.underWay = new Set();
      this.#keep(new Map());
    };
  }

  /** The verdict at this door for this person; null where they are not on the way there. */
  now(caseId: number): Door | null {
    const listed = live.listed(caseId) ? live.get(caseId) : undefined;
    const door = doorOf(listed, this.#reports.get(caseId), session.me?.staffId);
    if (!door) return null;
    // What this device has written counts before the list shows it.
    const notListed = writes.notListed(caseId);
    const waiting = notListed.map(({ kind }) => kind);
    if (waiting.includes('visit.turn-back') || waiting.includes('visit.finish')) return null;
    const met =
      door.met ||
      metOnVisit(this.#metHere.get(caseId), setOutAt(listed?.visit, notListed)) ||
      waiting.includes('visit.met') ||
      waiting.includes('visit.no-access');
    return { ...door, met, goesAnyway: door.goesAnyway || waiting.includes('visit.go-anyway') };
  }

  /** Calls `work` with each notice that is new on screen. Returns the function that stops it. */
  onNotice(work: (notice: DoorNotice) => void): () => void {
    this.#onNotice.add(work);
    return () => this.#onNotice.delete(work);
  }

  /** at: when the draft on this device recorded who was there, in milliseconds; null where it did not. */
  recordMet(caseId: number, at: number | null): void {
    if ((this.#metHere.get(caseId) ?? null) === at) return;
    this.#metHere = at === null ? without(this.#metHere, caseId) : new Map(this.#metHere).set(caseId, at);
    this.#update(caseId);
  }

  /** Takes the answer of a knock check, which replaces reports about older versions of the case. */
  knockAnswered(caseId: number, report: DoorReport): void {
    this.#addReport(caseId, report);
    // The answer itself is on screen: no notice repeats it.
    if (report.verdict !== 'stand-down') {
      this.#seen.set(caseId, report.message);
      this.#drop(caseId);
    }
    this.#update(caseId);
  }

  /** The notice was read, or answered by going anyway: it is not shown again while its message is the same. */
  dismiss(caseId: number): void {
    const message = this.notices.get(caseId)?.message ?? this.now(caseId)?.message;
    if (message !== undefined) this.#seen.set(caseId, message);
    this.#drop(caseId);
  }

  /** The case is not open any more. */
  closed(caseId: number): void {
    if (this.notices.get(caseId)?.going === false) this.dismiss(caseId);
  }

  #received({
    caseId,
    visitId,
    verdict,
    message,
    payment,
    version,
    withdrawn,
  }: Down['case:stand-down']): void {
    if (visitId !== null) {
      this.#addReport(caseId, { verdict, message, payment, version });
      if (!this.underWay.has(caseId)) this.underWay = new Set(this.underWay).add(caseId);
      return this.#update(caseId, withdrawn);
    }
    if (this.now(caseId) || verdict === 'clear') return;
    const kind = payment === null ? 'changed' : payment.amountPence < 0 ? 'returned' : 'paid';
    this.#show({ caseId, kind, message, payment, going: false, met: false });
  }

  #addReport(caseId: number, report: DoorReport): void {
    this.#reports = new Map(this.#reports).set(caseId, newer(this.#reports.get(caseId), report));
  }

  #markOld(): void {
    this.#reports = new Map([...this.#reports].map(([id, report]) => [id, { ...report, old: true }]));
  }

  #follow(touched: Touched): void {
    const fresh = [...this.#reports].filter(([, report]) => !report.old);
    if (fresh.length < this.#reports.size) this.#reports = new Map(fresh);
    const me = session.me?.staffId;
    const before = this.underWay;
    const now = new Set(touched ? before : []);
    const goes = (c: CaseSummary | undefined) => c?.visit?.state === 'on_the_way' && c.visit.staffId === me;
    for (const id of touched ?? live.cases.keys()) {
      if (goes(live.cases.get(id))) now.add(id);
      else now.delete(id);
    }
    if (now.size !== before.size || [...now].some((id) => !before.has(id))) this.underWay = now;
    for (const id of new Set([...before, ...now])) if (!touched || touched.has(id)) this.#update(id);
  }

  /** Brings the notice of that case in line with its verdict. */
  #update(caseId: number, withdrawn = false): void {
    const door = this.now(caseId);
    const was = this.notices.get(caseId);
    if (!door) {
      this.#seen.delete(caseId);
      if (was?.going) this.#drop(caseId);
      return;
    }
    const { verdict, message, payment, met, goesAnyway } = door;
    if (verdict === 'stand-down' && !met) {
      // After a reload it is not known to which message the officer answered by going anyway.
      if (goesAnyway && !this.#seen.has(caseId)) this.#seen.set(caseId, message);
      if (goesAnyway && this.#seen.get(caseId) === message) return this.#drop(caseId);
      return this.#show({ caseId, kind: 'stand-down', message, payment, going: true, met });
    }
    const back = !met && (withdrawn || was?.kind === 'stand-down' || was?.kind === 'withdrawn');
    if (this.#seen.get(caseId) === message || (verdict === 'clear' && !back)) return this.#drop(caseId);
    if (!back && this.#knownToThem(caseId, payment)) return this.#drop(caseId);
    const moved = payment === null ? 'changed' : payment.amountPence < 0 ? 'returned' : 'paid';
    this.#show({ caseId, kind: back ? 'withdrawn' : moved, message, payment, going: true, met });
  }

  /** Whether a knock check has shown them that payment already, perhaps on another device or before a reload. */
  #knownToThem(caseId: number, payment: Door['payment']): boolean {
    const checkedAt = live.get(caseId)?.visit?.underWay?.checkedAt;
    return !!checkedAt && payment !== null && Date.parse(checkedAt) >= Date.parse(payment.postedAt);
  }

  #show(notice: Omit<DoorNotice, 'since'>): void {
    const was = this.notices.get(notice.caseId);
    if (was && was.kind === notice.kind && was.message === notice.message && was.met === notice.met) return;
    const next = { ...notice, since: was?.kind === notice.kind ? was.since : clock.instant() };
    this.#keep(new Map(this.notices).set(notice.caseId, next));
    if (was?.kind !== notice.kind) for (const work of this.#onNotice) work(next);
  }

  #drop(caseId: number): void {
    this.#keep(without(this.notices, caseId));
  }

  #keep(notices: ReadonlyMap<number, DoorNotice>): void {
    this.notices = notices;
    const stoodDown = [...notices.values()]
      .filter(({ kind }) => kind === 'stand-down')
      .map(({ caseId }) => caseId);
    if (stoodDown.length !== this.stoodDown.size || stoodDown.some((id) => !this.stoodDown.has(id)))
      this.stoodDown = new Set(stoodDown);
  }
}

export const doors = new Doors();
