// What a person typed into a form and has not sent yet. It is stored on this device under the case, the form and this writing
// (writing.ts), restored when the form is opened again, and removed when it was sent or discarded. It never leaves the device;
// device-owner.ts decides what happens to it when somebody signs out or another person signs in. Not for passwords and codes.
import { untrack } from 'svelte';
import { keep, letGo } from './device.ts';
import { gather } from './gather.ts';
import { session } from './session.svelte.ts';
import { Soon } from './soon.ts';
import { savesWith } from './unsaved.ts';
import { merged, parted, takeOver, writingKey, type Join, type Kept } from './writing.ts';

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
  join?: Join<T>;
};

/** The key of a form of a case; `about`: the alert, hold, person … that it is about. */
export const formKey = (caseId: number | 'none', form: string, about: number | string = ''): string =>
  `form ${caseId} ${form} ${about}`.trimEnd();

const storeWithinMs = 300;
/** Milliseconds until a device that did not answer is asked again what it holds of this form. */
const askAgainMs = 3000;

/** The fields of one form, stored on this device while they are typed. */
export class Written<T extends object> {
  /** The device has answered, or will not soon: what was found is restored. */
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
  #id: string = crypto.randomUUID();
  /** The fields as the device has them, or as they were sent. */
  #stored = '{}';
  /** The fields that are being sent. */
  #sent: string | undefined;
  readonly #soon = new Soon(() => void this.flush(), storeWithinMs);
  #again: ReturnType<typeof setTimeout> | undefined;
  #isGone = false;

  /** Create it in a component that exists as long as the form is open. */
  constructor(form: Form<T>) {
    this.#form = form;
    this.version = form.version;
    this.#start = untrack(() => $state.snapshot(form.read())) as T;
    void this.#restore();
    $effect(() => {
      if (JSON.stringify(this.#changed()) !== this.#stored) this.#soon.ask();
    });
    $effect(() => {
      const stop = savesWith(() => this.flush());
      return () => {
        stop();
        this.#isGone = true;
        clearTimeout(this.#again);
        void this.flush();
      };
    });
  }

  /** Stores what is written now, where the device does not have it yet. Begins within the call. */
  async flush(): Promise<void> {
    this.#soon.cancel();
    const changed = this.#changed();
    const text = JSON.stringify(changed);
    if (text === this.#stored) return;
    this.#stored = text;
    if (text === '{}' || this.#form.isNothing?.(untrack(this.#form.read))) return letGo(this.#key);
    // A person who has signed out leaves nothing here.
    if (this.#staffId === undefined) return;
    const kept: Kept = {
      staffId: this.#staffId,
      writtenAt: new Date().toISOString(),
      ...(this.version === undefined ? {} : { version: this.version }),
    };
    await keep(this.#key, { ...changed, ...kept });
  }

  /** Call before the fields are sent: what is typed until `done` was not sent with them, and is kept. */
  sending(): void {
    this.#sent = JSON.stringify(this.#changed());
  }

  /**
   * Call when it was sent or discarded: removes it from the device. What is typed afterwards is stored again. Need not be
   * awaited: a device that does not answer must not hold a form open.
   */
  async done(): Promise<void> {
    const key = this.#key;
    const now = JSON.stringify(this.#changed());
    this.cameBack = null;
    this.#stored = this.#sent ?? now;
    this.#sent = undefined;
    this.#id = crypto.randomUUID();
    if (this.#stored === now) this.#soon.cancel();
    else this.#soon.ask();
    await letGo(key);
  }

  /** Call when it was refused and the form is still open: stores the fields again. */
  refused(): Promise<void> {
    this.#sent = undefined;
    this.#stored = '';
    return this.flush();
  }

  /**
   * Stores the fields and begins another writing with empty ones, as after a message. Call the result when the message is in
   * the outbox: it removes what was stored. Until then a page that goes loses nothing.
   */
  handOver(empty: T): () => Promise<void> {
    void this.flush();
    const key = this.#key;
    this.#id = crypto.randomUUID();
    this.#stored = '{}';
    this.#form.put(empty);
    this.cameBack = null;
    return () => letGo(key);
  }

  /** Empties the form and removes it from the device. */
  startAgain(): Promise<void> {
    this.#form.put(structuredClone(this.#start));
    this.#sent = undefined;
    this.version = this.#form.version;
    return this.done();
  }

  get #key(): string {
    return writingKey(this.#form.key, this.#id);
  }

  #changed(): Partial<T> {
    const now = $state.snapshot(this.#form.read()) as T;
    const differs = (name: keyof T) => JSON.stringify(now[name]) !== JSON.stringify(this.#start[name]);
    return Object.fromEntries(Object.entries(now).filter(([name]) => differs(name as keyof T))) as Partial<T>;
  }

  async #restore(): Promise<void> {
    const { key: form, join } = this.#form;
    const own = this.#id;
    const id = crypto.randomUUID();
    const { made, isKnown } = await gather<Kept & Partial<T>>(form, writingKey(form, id), (found) =>
      takeOver<T>(found, { form, own: this.#key, staffId: this.#staffId ?? 0, join }),
    );
    // A form that was closed or sent meanwhile leaves what was found for its next opening.
    if (made && !this.#isGone && own === this.#id) this.#takeOver(id, made.value);
    this.ready = true;
    if (!isKnown && !this.#isGone) this.#again = setTimeout(() => void this.#restore(), askAgainMs);
  }

  /** Shows what was found, with what was typed before it was. It is stored under `id`, and stays there until all of it is shown. */
  #takeOver(id: string, found: Kept & Partial<T>): void {
    const { fields: before, kept } = parted<T>(found);
    const { read, put, join } = this.#form;
    const typed = this.#changed();
    const { fields, isWhole } = merged(before, typed, join);
    put({ ...read(), ...fields });
    this.cameBack = kept.writtenAt ?? null;
    this.version = kept.version ?? this.version;
    if (!isWhole) return;
    const early = this.#key;
    this.#id = id;
    this.#stored = JSON.stringify(before);
    if (Object.keys(typed).length > 0) void this.flush().then(() => letGo(early));
  }
}
