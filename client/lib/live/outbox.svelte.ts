// The outbox as screens see it: what waits on this device, what was refused, and the calls that put something in.
import type { MutationAnswer, MutationKind } from '#contract/up.ts';
import { clock } from './clock.svelte.ts';
import { shelf } from './device.ts';
import { live } from './live.svelte.ts';
import { Outbox, type Waiting } from './outbox.ts';

class Writes {
  /** Unanswered, oldest first. */
  waiting = $state.raw<Waiting[]>([]);
  /** Refused or in conflict, with the server's words, until the person has read them. */
  refused = $state.raw<Waiting[]>([]);

  readonly #box = new Outbox({
    shelf,
    send: (item) => live.send(item),
    exclusive: (work) => (navigator.locks ? navigator.locks.request('doorstep-outbox', work) : work()),
    changed: (all) => {
      this.waiting = all.filter((item) => !item.answer);
      this.refused = all.filter((item) => item.answer);
    },
  });

  start(staffId: number): () => void {
    void this.#box.belongTo(staffId).then(() => this.#box.flush());
    const off = live.onBack(() => void this.#box.flush());
    const timer = setInterval(
      () => this.waiting.length > 0 && live.connected && void this.#box.flush(),
      5000,
    );
    return () => {
      off();
      clearInterval(timer);
    };
  }

  waitingFor(caseId: number): Waiting[] {
    return this.waiting.filter((item) => item.args.caseId === caseId);
  }

  /** Saved on this device when it resolves. baseVersion: of what is edited, where two may be at it at once. */
  async write(
    kind: MutationKind,
    args: Waiting['args'],
    baseVersion?: number,
  ): Promise<{ item: Waiting; answered: Promise<MutationAnswer> }> {
    return this.#box.add(kind, args, new Date(clock.instant()), baseVersion);
  }

  /** A question that is worth nothing later: the answer within `withinMs`, or null and it is taken back. */
  async ask(kind: MutationKind, args: Waiting['args'], withinMs: number): Promise<MutationAnswer | null> {
    if (!live.connected) return null;
    const { item, answered } = await this.write(kind, args);
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), withinMs));
    const answer = await Promise.race([answered, late]);
    if (!answer || answer.status === 'refused') await this.#box.drop(item);
    return answer;
  }

  async dismiss(item: Waiting): Promise<void> {
    await this.#box.drop(item);
  }
}

export const writes = new Writes();
