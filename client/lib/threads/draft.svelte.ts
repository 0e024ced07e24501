// What somebody has half written, kept on the device per thread until it is sent: a phone that rings, or a page that is
// closed, loses nothing. It never leaves the device, and goes when the person signs out.
import { keep, kept } from '../live/device.ts';
import { session } from '../live/session.svelte.ts';
import { savesWith } from '../live/unsaved.ts';
import { stillNamed, type Named } from './mentions.ts';

export type Photo = { id: string; width: number; height: number };
type Kept = {
  /** Whose words they are. Absent on drafts that were kept before this was. */
  staffId?: number;
  body: string;
  named: Named[];
  needsAnswerBy: string | null;
  promisedOn: string | null;
  photos: Photo[];
  subject: string;
  repairId: number | null;
};
const empty: Kept = {
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
  /** What was kept has been put back; before that nothing is written over it. */
  ready = $state(false);
  readonly #key: string;
  /** Whose words these are: they stay theirs while the page is taken down because the session ended. */
  readonly #staffId = session.me?.staffId;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dirty = false;

  /** Make it in a component: it saves until that is gone. key: the thread's id, or what a new question is about. */
  constructor(key: string) {
    this.#key = `draft ${key}`;
    void this.#restore();
    $effect(() => {
      const now = this.#all();
      if (!this.ready) return;
      this.#dirty = true;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.#save(now), 300);
    });
    $effect(() => {
      const stop = savesWith(() => this.flush());
      return () => {
        stop();
        void this.flush();
      };
    });
  }

  get isEmpty(): boolean {
    return this.body.trim() === '' && this.photos.length === 0;
  }

  get mentions(): number[] {
    return stillNamed(this.body, this.named).map(({ staffId }) => staffId);
  }

  clear(): void {
    this.#put(empty);
    this.#dirty = true;
    void this.flush();
  }

  put(words: Partial<Kept>): void {
    this.#put({ ...this.#all(), ...words });
  }

  /** Stores what is written now, where the device does not have it yet. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#dirty) await this.#save(this.#all());
  }

  #all(): Kept {
    const { body, named, needsAnswerBy, promisedOn, photos, subject, repairId } = this;
    return { body, named, needsAnswerBy, promisedOn, photos, subject, repairId };
  }

  #put(all: Kept): void {
    this.body = all.body;
    this.named = all.named;
    this.needsAnswerBy = all.needsAnswerBy;
    this.promisedOn = all.promisedOn;
    this.photos = all.photos;
    this.subject = all.subject;
    this.repairId = all.repairId;
  }

  async #restore(): Promise<void> {
    const found = await kept<Kept | null>(this.#key);
    const isMine = (found?.staffId ?? this.#staffId) === this.#staffId;
    // Whoever was quicker than the device keeps what they typed.
    if (found && isMine && this.isEmpty) this.#put({ ...empty, ...found });
    this.ready = true;
  }

  async #save(all: Kept): Promise<void> {
    this.#dirty = false;
    // Whoever has signed out leaves nothing here: then the device keeps nothing (device.ts, hold).
    if (this.#staffId === undefined) return;
    const nothing = !all.body && all.photos.length === 0 && !all.subject;
    await keep(this.#key, nothing ? null : { ...all, staffId: this.#staffId });
  }
}
