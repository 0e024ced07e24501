// What a person typed into a form and has not sent yet. It is kept on this device under the case and the form, comes back
// when the form is opened again, and goes when it was sent or put away by the person. It never leaves the device; what
// happens to it when somebody signs out, or somebody else signs in, is device-owner.ts. Not for passwords and codes.
import { untrack } from 'svelte';
import { keep, kept, letGo } from './device.ts';
import { asideKey } from './in-page.ts';
import { session } from './session.svelte.ts';
import { savesWith } from './unsaved.ts';

export type Form<T extends object> = {
  /** Which form it is, and about what: case, alert, person … Two with one key are one form in two places. */
  key: string;
  /** Its fields as they are now. Only what differs from the start is kept, so that a day offered as "today" stays so. */
  read: () => T;
  /** Sets its fields. */
  put: (words: T) => void;
  /** Version of what is edited. What comes back is sent with the one that it was written over, so that what somebody else
   *  changed meanwhile is asked about. */
  version?: number | undefined;
  /** True where these fields alone are worth nothing: then nothing is kept. */
  isNothing?: (words: T) => boolean;
};
/** As it is stored, with the fields. */
type Kept = { staffId?: number; writingId?: string; writtenAt?: string; version?: number };

/** The key of a form of a case; `about`: the alert, hold, person … that it is about. */
export const formKey = (caseId: number | 'none', form: string, about: number | string = ''): string =>
  `form ${caseId} ${form} ${about}`.trimEnd();

const pauseMs = 300;

export class Written<T extends object> {
  /** What was kept is back in its fields. Before that nothing is written over it. */
  ready = $state(false);
  /** When what came back had been written; null: nothing came back, or the person has seen to it. */
  cameBack = $state<string | null>(null);
  /** Of what these words are written over. */
  version = $state<number | undefined>();
  readonly #form: Form<T>;
  /** Whose words these are: they stay theirs while the page is taken down because the session ended. */
  readonly #staffId = session.me?.staffId;
  readonly #start: T;
  /** One writing, from the first letter until it is sent. */
  #writingId: string = crypto.randomUUID();
  /** The fields as the device has them, or as they were sent. */
  #stored = '{}';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Make it in a component that is there as long as the form is open. */
  constructor(form: Form<T>) {
    this.#form = form;
    this.version = form.version;
    this.#start = untrack(() => $state.snapshot(form.read())) as T;
    void this.#restore();
    $effect(() => {
      const text = JSON.stringify(this.#changed());
      if (!this.ready || text === this.#stored) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => void this.flush(), pauseMs);
    });
    $effect(() => {
      const stop = savesWith(() => this.flush());
      return () => {
        stop();
        void this.flush();
      };
    });
  }

  /** Stores what is written now, where the device does not have it yet. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    const changed = this.#changed();
    const text = JSON.stringify(changed);
    if (!this.ready || text === this.#stored) return;
    this.#stored = text;
    if (text === '{}' || this.#form.isNothing?.(untrack(this.#form.read))) return letGo(this.#form.key);
    // A person who has signed out leaves nothing here.
    if (this.#staffId === undefined) return;
    const kept: Kept = {
      staffId: this.#staffId,
      writingId: this.#writingId,
      writtenAt: new Date().toISOString(),
      ...(this.version === undefined ? {} : { version: this.version }),
    };
    await keep(this.#form.key, { ...changed, ...kept });
  }

  /**
   * It was sent, or the person put it away: nothing of it stays on the device. What is typed after this is kept anew. Need
   * not be waited for: a device that does not answer must not hold a form open.
   */
  async done(): Promise<void> {
    clearTimeout(this.#timer);
    this.cameBack = null;
    this.#stored = JSON.stringify(this.#changed());
    this.#writingId = crypto.randomUUID();
    await letGo(this.#form.key);
  }

  /** It was refused after all, and the form is still open with it. */
  refused(): Promise<void> {
    this.#stored = '';
    return this.flush();
  }

  /** Empties the form, and the device of it. */
  startAgain(): Promise<void> {
    this.#form.put(structuredClone(this.#start));
    this.version = this.#form.version;
    return this.done();
  }

  #changed(): Partial<T> {
    const now = $state.snapshot(this.#form.read()) as T;
    const differs = (name: keyof T) => JSON.stringify(now[name]) !== JSON.stringify(this.#start[name]);
    return Object.fromEntries(Object.entries(now).filter(([name]) => differs(name as keyof T))) as Partial<T>;
  }

  async #restore(): Promise<void> {
    const { key, read, put } = this.#form;
    let found = await kept<Kept & Partial<T>>(key);
    if (!found && key.startsWith('form ')) {
      // Written while the device did not answer, and then again: what was set aside comes when the newer has been sent.
      found = await kept(asideKey(key));
      if (found) await keep(key, found).then(() => letGo(asideKey(key)));
    }
    if (found && (found.staffId ?? this.#staffId) === this.#staffId) {
      const { staffId: _staffId, writingId, writtenAt, version, ...words } = found;
      this.#stored = JSON.stringify(words);
      this.#writingId = writingId ?? this.#writingId;
      this.version = version ?? this.version;
      // A person who typed before the device had answered keeps what they typed.
      put({ ...read(), ...(words as unknown as Partial<T>), ...this.#changed() });
      this.cameBack = writtenAt ?? null;
    }
    this.ready = true;
  }
}
