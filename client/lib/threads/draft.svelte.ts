// What somebody has half written in a conversation, kept on the device per thread until it is sent: a phone that rings, or
// a page that is closed, loses nothing (live/written.svelte.ts).
import { Written } from '../live/written.svelte.ts';
import { joined, type Fields, type Photo } from './draft-fields.ts';
import { stillNamed, type Named } from './mentions.ts';

const empty: Fields = {
  body: '',
  named: [],
  needsAnswerBy: null,
  promisedOn: null,
  photos: [],
  subject: '',
  repairId: null,
};

export class Draft {
  body = $state('');
  named = $state.raw<Named[]>([]);
  needsAnswerBy = $state<string | null>(null);
  promisedOn = $state<string | null>(null);
  photos = $state.raw<Photo[]>([]);
  subject = $state('');
  repairId = $state<number | null>(null);
  readonly #written: Written<Fields>;

  /** Make it in a component: it saves until that is gone. key: the thread's id, or what a new question is about. */
  constructor(key: string) {
    this.#written = new Written<Fields>({
      key: `draft ${key}`,
      read: () => this.#all(),
      put: (all) => this.put(all),
      isNothing: ({ body, photos, subject }) => !body && photos.length === 0 && !subject,
      join: joined,
    });
  }

  /** What was kept has been put back; before that nothing is written over it. */
  get ready(): boolean {
    return this.#written.ready;
  }

  get isEmpty(): boolean {
    return this.body.trim() === '' && this.photos.length === 0;
  }

  /** What a message takes from it, as it is sent. */
  get message() {
    const { photos, promisedOn, needsAnswerBy } = this;
    return {
      body: this.body.trim(),
      mentions: stillNamed(this.body, this.named).map(({ staffId }) => staffId),
      photos: photos.map(({ id }) => id),
      ...(promisedOn ? { promisedOn } : {}),
      ...(needsAnswerBy ? { needsAnswerBy } : {}),
    };
  }

  /**
   * Empties the field at once, so that the next message can be typed, and sends this one with `write`. The device keeps it
   * until the outbox has it; where that fails, it is put back in front of what was typed since.
   */
  async send(write: (message: Draft['message'], fields: Fields) => Promise<unknown>): Promise<void> {
    const { message } = this;
    const sent = this.#all();
    // What a question is about stays chosen.
    const stored = this.#written.handOver({ ...empty, repairId: this.repairId });
    try {
      await write(message, sent);
    } catch (error) {
      this.put(
        joined(sent, { body: this.body, subject: this.subject, photos: this.photos, named: this.named }),
      );
      await this.#written.flush();
      throw error;
    } finally {
      void stored();
    }
  }

  put(words: Partial<Fields>): void {
    Object.assign(this, words);
  }

  #all(): Fields {
    const { body, named, needsAnswerBy, promisedOn, photos, subject, repairId } = this;
    return { body, named, needsAnswerBy, promisedOn, photos, subject, repairId };
  }
}
