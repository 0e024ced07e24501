// Taking a case, asking for it, handing it over: all through the outbox. And notices, on every page,
// about the cases that I have: a colleague requests one, or has taken it over.
import type { CaseSummary } from '#contract/case-summary.ts';
import { announcer } from '../live/announcer.svelte.ts';
import { clock } from '../live/clock.svelte.ts';
import { live } from '../live/live.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import { session } from '../live/session.svelte.ts';
import { without } from '../live/without.ts';
import { claimOf, type Claim } from './claim.ts';
import { notes as words } from './note-words.ts';

/** A notice: a colleague requests my case, has taken it, or has answered my request. */
export type Note = {
  caseId: number;
  kind: 'asked' | 'taken' | 'given' | 'kept';
  name: string;
  address: string;
};

class Claims {
  notes = $state.raw<readonly Note[]>([]);
  /** The newest refusal by case, in the server's words. */
  refusals = $state.raw<ReadonlyMap<number, string>>(new Map());
  /** The last known state of each case that I have or have requested. */
  readonly #watched = new Map<number, { mine: boolean; asked: number | null; iRequested: boolean }>();

  of(summary: CaseSummary): Claim {
    return claimOf(summary.takenBy, writes.notListed(summary.id), session.me, clock.minute);
  }

  take(caseId: number, hours?: number): Promise<void> {
    return this.#write('case.take', { caseId, ...(hours === undefined ? {} : { hours }) });
  }
  takeOver(caseId: number): Promise<void> {
    return this.#write('case.take', { caseId, over: true });
  }
  ask(caseId: number): Promise<void> {
    return this.#write('case.ask', { caseId });
  }
  keep(caseId: number): Promise<void> {
    this.settle(caseId);
    return this.#write('case.keep', { caseId });
  }
  release(caseId: number, to?: number): Promise<void> {
    this.settle(caseId);
    return this.#write('case.release', { caseId, ...(to === undefined ? {} : { to }) });
  }
  /** Who requests my case. */
  askerOf(caseId: number): number | undefined {
    return live.get(caseId)?.takenBy?.askedBy?.staffId;
  }
  settle(caseId: number): void {
    this.notes = this.notes.filter((note) => note.caseId !== caseId);
  }

  /** Follows my cases and requests. Returns the function that stops it. */
  start(): () => void {
    this.#watched.clear();
    this.#compareAll(null);
    return live.onApplied((touched) => this.#compareAll(touched));
  }

  #compareAll(touched: ReadonlySet<number> | null): void {
    const me = session.me?.staffId;
    if (me === undefined) return;
    for (const id of touched ?? live.cases.keys()) {
      const one = live.cases.get(id);
      if (one) this.#compare(one, me);
    }
  }

  #compare(one: CaseSummary, me: number): void {
    const { id: caseId, takenBy = null, address } = one;
    const before = this.#watched.get(caseId);
    const mine = takenBy?.staffId === me;
    const asked = mine ? (takenBy.askedBy?.staffId ?? null) : null;
    const iRequested = takenBy?.askedBy?.staffId === me && !mine;
    const note = (kind: Note['kind'], name: string) => this.#notify({ caseId, kind, name, address });
    if (mine && asked !== null && before?.asked !== asked) note('asked', takenBy.askedBy!.name);
    else if (before?.mine && takenBy && !mine && Date.parse(takenBy.until) > clock.instant()) {
      // The person who hands over needs no notice.
      if (!this.#iGave(caseId)) note('taken', takenBy.name);
      else this.settle(caseId);
    } else if (before?.iRequested && mine) note('given', '');
    else if (before?.iRequested && takenBy && !iRequested) note('kept', takenBy.name);
    else if (before?.mine && before.asked !== null && asked === null) this.settle(caseId);
    if (!takenBy) this.#given.delete(caseId);
    if (mine || iRequested) this.#watched.set(caseId, { mine, asked, iRequested });
    else this.#watched.delete(caseId);
  }

  readonly #given = new Set<number>();
  #iGave(caseId: number): boolean {
    return this.#given.delete(caseId);
  }

  #notify(note: Note): void {
    this.notes = [...this.notes.filter((one) => one.caseId !== note.caseId), note];
    announcer.say(noteWords(note));
  }

  async #write(
    kind: 'case.take' | 'case.release' | 'case.ask' | 'case.keep',
    args: { caseId: number } & Record<string, unknown>,
  ): Promise<void> {
    const { caseId } = args;
    if (kind === 'case.release') this.#given.add(caseId);
    else this.#given.delete(caseId);
    this.#refuse(caseId, undefined);
    let written;
    try {
      written = await writes.write(kind, args);
    } catch (error) {
      this.#given.delete(caseId);
      throw error;
    }
    const { item, answered } = written;
    void answered.then(async (answer) => {
      if (answer.status !== 'refused' && answer.status !== 'conflict') return;
      this.#refuse(caseId, answer.message);
      // A colleague was quicker: the case says who has it, and nothing that was written is lost.
      if (answer.status === 'conflict') await writes.dismiss(item);
    });
  }

  #refuse(caseId: number, words: string | undefined): void {
    this.refusals =
      words === undefined ? without(this.refusals, caseId) : new Map(this.refusals).set(caseId, words);
  }
}

export function noteWords({ kind, name, address }: Note): string {
  if (kind === 'asked') return words.asked(name, address);
  if (kind === 'taken') return words.taken(name, address);
  return kind === 'given' ? words.given(address) : words.kept(name, address);
}

export const claims = new Claims();
