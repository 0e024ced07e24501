// Who is writing in which thread now, and sending one's own typing: at most every two seconds, shown for five.
//   [UI-164] typing is sent at most every two seconds and expires after five, or as soon as the message is there.
import { clock } from '../live/clock.svelte.ts';
import { live } from '../live/live.svelte.ts';
import { threads } from './threads.svelte.ts';

const sendEveryMs = 2000;
const showForMs = 5000;
type Writing = { staffId: number; name: string; until: number };

class Typing {
  #writing = $state.raw<ReadonlyMap<string, Writing[]>>(new Map());
  #sentAt = new Map<string, number>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  start(): () => void {
    const stops = [
      live.onMessage('thread:typing', ({ threadId, staffId, name }) => {
        const until = clock.instant() + showForMs;
        const others = (this.#writing.get(threadId) ?? []).filter((one) => one.staffId !== staffId);
        this.#writing = new Map(this.#writing).set(threadId, [...others, { staffId, name, until }]);
        this.#sweepSoon();
      }),
      threads.onCame(({ thread, message }) => message && this.#drop(thread.id, message.from.staffId)),
      () => clearTimeout(this.#timer),
    ];
    return () => {
      for (const stop of stops) stop();
      this.#timer = undefined;
      this.#writing = new Map();
    };
  }

  /** Names of the others who are writing there. */
  in(threadId: string): string[] {
    return (this.#writing.get(threadId) ?? [])
      .filter(({ staffId }) => staffId !== threads.me.staffId)
      .map(({ name }) => name);
  }

  /** I am writing there. */
  say(caseId: number, threadId: string): void {
    const now = performance.now();
    if (now - (this.#sentAt.get(threadId) ?? -Infinity) < sendEveryMs) return;
    this.#sentAt.set(threadId, now);
    live.sendTyping({ caseId, threadId });
  }

  /** My message was sent: what I type next is sent at once. */
  sent(threadId: string): void {
    this.#sentAt.delete(threadId);
  }

  #drop(threadId: string, staffId: number): void {
    const all = this.#writing.get(threadId);
    if (all?.some((one) => one.staffId === staffId))
      this.#writing = new Map(this.#writing).set(
        threadId,
        all.filter((one) => one.staffId !== staffId),
      );
  }

  #sweepSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const now = clock.instant();
      const left = [...this.#writing]
        .map(([id, all]) => [id, all.filter((one) => one.until > now)] as const)
        .filter(([, all]) => all.length > 0);
      this.#writing = new Map(left);
      if (left.length > 0) this.#sweepSoon();
    }, 500);
  }
}

export const typing = new Typing();
