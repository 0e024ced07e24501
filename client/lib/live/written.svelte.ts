// What a person typed into a form and has not sent yet. It is stored on this device under the case and the form, restored
// when the form is opened again, and removed when it was sent or discarded. It never leaves the device; device-owner.ts
// decides what happens to it when somebody signs out or another person signs in. Not for passwords and codes.
import { untrack } from 'svelte';
import { keep, kept, letGo } from './device.ts';
import { asideKey } from './in-page.ts';
import { session } from './session.svelte.ts';
import { savesWith } from './unsaved.ts';

export type Form<T extends object> = {
  /** Which form it is, and what it is about: case, alert, person … Two with one key are one form in two places. */
  key: string;
  /** Its fields as they are now. Only what differs from the start is kept, so that a day offered as "today" stays so. */
  read: () => T;
  /** Sets its fields. */
  put: (words: T) => void;
  /** Version of what is edited. Restored fields are sent with the version of their time, so that a change since then is a
   *  conflict. */
  version?: number | undefined;
  /** True when these fields alone are not worth keeping. */
  isNothing?: (words: T) => boolean;
};
/** As it is stored, with the fields. */
type Kept = { staffId?: number; writingId?: string; writtenAt?: string; version?: number };

/** The key of a form of a case; `about`: the alert, hold, person … that it is about. */
export const formKey = (caseId: number | 'none', form: string, about: number | string = ''): string =>
  `form ${caseId} ${form} ${about}`.trimEnd();

const pauseMs = 300;

/** The fields of one form, stored on this device while they are typed. */
export class Written<T extends object> {
  /** The stored fields are restored. Before that nothing is stored over them. */
  ready = $state(false);
  /** When the restored fields had been typed; null: nothing was restored, or the person has dealt with it. */
  cameBack = $state<string | null>(null);
  /** The version that these fields were typed over. */
  version = $state<number | undefined>();
  readonly #form: Form<T>;
  /** Whose words these are, also while the page is removed because the session ended. */
  readonly #staffId = session.me?.staffId;
  readonly #start: T;
  /** One writing, from the first letter until it is sent. */
  #writingId: string = crypto.randomUUID();
  /** The fields as the device has them, or as they were sent. */
  #stored = '{}';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Create it in a component that exists as long as the form is open. */
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
   * Call when it was sent or discarded: removes it from the device. What is typed afterwards is stored again. Need not be
   * awaited: a device that does not answer must not hold a form open.
   */
  async done(): Promise<void> {
    clearTimeout(this.#timer);
    this.cameBack = null;
    this.#stored = JSON.stringify(this.#changed());
    this.#writingId = crypto.randomUUID();
    await letGo(this.#form.key);
  }

  /** Call when it was refused and the form is still open: stores the fields again. */
  refused(): Promise<void> {
    this.#stored = '';
    return this.flush();
  }

  /** Empties the form and removes it from the device. */
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
      // Fields of an earlier opening were set aside while the device did not answer: they come after the newer ones are sent.
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
