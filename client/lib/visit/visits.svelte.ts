// The steps of a visit and the answers of knock checks. Each step goes through the outbox, so it is stored on the device
// before the screen shows it. A knock check is only a request: it has a time limit, and its answer expires.
import type { AlertKind } from '#domain/facts.ts';
import type { VisitPurpose } from '#domain/law/holds.ts';
import type { CaseSummary } from '#contract/case-summary.ts';
import type { KnockVerdict } from '#contract/up.ts';
import { clock } from '../live/clock.svelte.ts';
import { live } from '../live/live.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import { session } from '../live/session.svelte.ts';
import { without } from '../live/without.ts';
import { money } from '../words/money.ts';
import { age, timeOf, dayOf, when } from '../words/time.ts';
import { endEmptyDraft } from './begun.ts';
import { doors } from './doors.svelte.ts';
import type { Outcome } from './draft.ts';
import { stageOf, type Stage } from './stage.ts';
import { knock as words } from './words.ts';

const answerWithinMs = 2500;

export type Knock = {
  caseId: number;
  verdict: KnockVerdict['verdict'] | 'unknown';
  message: string;
  /** Answered by the server, or from what this device knows. */
  by: 'server' | 'device';
  at: number;
  /** The case's action and arrears that the answer is about. */
  of: string;
};

class Visits {
  knocks = $state.raw<ReadonlyMap<number, Knock>>(new Map());
  /** The case whose knock check is under way. */
  checking = $state<number | null>(null);
  /** The door that this person has just turned back from, until they have read where to go next. */
  turnedFrom = $state<number | null>(null);
  /** What each case asked for when they turned back from its door. */
  #turned = $state.raw<ReadonlyMap<number, string>>(new Map());
  /** The newest refusal by case, in the server's words. */
  refusals = $state.raw<ReadonlyMap<number, string>>(new Map());

  /** The answer at the door while it is valid: a payment, or any change of what is owed, ends it. */
  knockOf(caseId: number): Knock | undefined {
    const knock = this.knocks.get(caseId);
    if (!knock) return undefined;
    const door = doors.now(caseId);
    if (!door) return knock.verdict !== 'clear' || knock.of === figure(live.get(caseId)) ? knock : undefined;
    if (knock.by === 'device') return door.verdict === 'stand-down' ? undefined : knock;
    const same =
      knock.verdict === 'clear' ? knock.of === figure(live.get(caseId)) : knock.message === door.message;
    return knock.verdict === door.verdict && same ? knock : undefined;
  }

  stage(caseId: number): Stage {
    // A case with an open visit stays on the list: a visit of an unlisted case is out of date.
    const visit = live.listed(caseId) ? (live.get(caseId)?.visit ?? null) : null;
    return stageOf(visit, writes.notListed(caseId), session.me?.staffId);
  }

  /** They turned back from this door, and nothing has changed since. */
  turnedBack(caseId: number): boolean {
    return this.#turned.get(caseId) === figure(live.get(caseId));
  }

  plan(caseId: number, plannedFor = dayOf(clock.instant())): Promise<void> {
    return this.#write('visit.plan', { caseId, plannedFor });
  }

  /** read: alerts that the person confirms to have read. purpose: the arrears where left out. */
  setOut(
    caseId: number,
    accompanied: boolean,
    { read = [], purpose }: { read?: AlertKind[]; purpose?: VisitPurpose } = {},
  ): Promise<void> {
    this.#forgetKnock(caseId);
    this.turnedFrom = null;
    this.#turned = without(this.#turned, caseId);
    return this.#write('visit.set-out', {
      caseId,
      ...(accompanied ? { accompanied } : {}),
      ...(read.length > 0 ? { read } : {}),
      ...(purpose ? { purpose } : {}),
    });
  }

  turnBack(caseId: number, because: 'stood_down' | 'cancelled'): Promise<void> {
    this.#forgetKnock(caseId);
    doors.dismiss(caseId);
    if (because === 'stood_down' && this.stage(caseId).at === 'on_the_way') {
      this.turnedFrom = caseId;
      this.#turned = new Map(this.#turned).set(caseId, figure(live.get(caseId)));
    }
    if (session.me) void endEmptyDraft(caseId, session.me.staffId).catch(() => {});
    return this.#write('visit.turn-back', { caseId, because });
  }

  goAnyway(caseId: number, reason: string): Promise<void> {
    this.#forgetKnock(caseId);
    doors.dismiss(caseId);
    return this.#write('visit.go-anyway', { caseId, reason });
  }

  finish(
    caseId: number,
    outcome: Outcome,
    note: string,
    promise?: { amountPence: number; on: string },
    visitId?: string,
  ): Promise<void> {
    this.#forgetKnock(caseId);
    doors.dismiss(caseId);
    return this.#write('visit.finish', {
      caseId,
      outcome,
      note,
      ...(promise ? { promise } : {}),
      ...(visitId ? { visitId } : {}),
    });
  }

  /** Requests a knock check; without an answer within 2.5 s it shows what this device knows, and how old that is. */
  async knock(caseId: number): Promise<void> {
    if (this.checking !== null) return;
    this.checking = caseId;
    try {
      const answer = await writes.ask('visit.knock-check', { caseId }, answerWithinMs);
      if (answer?.status === 'refused') {
        this.#refuse(caseId, answer.message);
        return;
      }
      const result = answer?.result as KnockVerdict | undefined;
      if (!result) {
        this.#keep(this.#fromDevice(caseId));
        return;
      }
      const at = Date.parse(result.asOf);
      const of = figure({ action: live.get(caseId)?.action, realArrearsPence: result.realArrearsPence });
      const { verdict, message, version } = result;
      this.#keep({ caseId, verdict, message, by: 'server', at, of });
      doors.knockAnswered(caseId, { verdict, message, version, payment: doors.now(caseId)?.payment ?? null });
    } finally {
      this.checking = null;
    }
  }

  #fromDevice(caseId: number): Knock {
    const known = live.get(caseId);
    const now = clock.instant();
    const base = { caseId, by: 'device' as const, at: now, of: figure(known) };
    if (!known || live.provedAt === null)
      return {
        ...base,
        verdict: 'unknown',
        message: words.unknown,
      };
    const door = doors.now(caseId);
    if (door?.verdict === 'stand-down') return { ...base, verdict: door.verdict, message: door.message };
    const old = age(live.provedAt, now);
    return {
      ...base,
      verdict: 'unknown',
      message: words.noSignal(
        money(known.realArrearsPence),
        when(live.provedAt, now),
        old === 'now' ? '' : old,
      ),
    };
  }

  async #write(kind: Parameters<typeof writes.write>[0], args: { caseId: number } & Record<string, unknown>) {
    this.refusals = without(this.refusals, args.caseId);
    const { answered } = await writes.write(kind, args);
    void answered.then((answer) => {
      if (answer.status === 'refused' || answer.status === 'conflict')
        this.#refuse(args.caseId, answer.message);
    });
  }

  #refuse(caseId: number, message = words.notRecorded): void {
    this.refusals = new Map(this.refusals).set(caseId, message);
  }

  #keep(knock: Knock): void {
    this.knocks = new Map(this.knocks).set(knock.caseId, knock);
  }

  #forgetKnock(caseId: number): void {
    this.knocks = without(this.knocks, caseId);
  }
}

/** The action and the arrears that an answer at the door is about. */
const figure = (c: Partial<Pick<CaseSummary, 'action' | 'realArrearsPence'>> | undefined): string =>
  `${c?.action ?? ''} ${c?.realArrearsPence ?? ''}`;

export const visits = new Visits();

/** 'Checked at 10:42' */
export const checkedAt = (knock: Knock): string => words.checkedAt(timeOf(knock.at));
