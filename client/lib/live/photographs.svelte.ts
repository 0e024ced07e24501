// Photographs that this device took: made smaller (which also turns them upright and removes the place from their data),
// stored on the device, and sent as soon as there is signal, until the server has each or refuses it. A check that names a
// photograph is sent without waiting for it: an emergency must not wait behind half a megabyte.
import { clock } from './clock.svelte.ts';
import { keep, keptUnder, letGo } from './device.ts';
import { live } from './live.svelte.ts';
import { without } from './without.ts';
import { shrink } from '../kit/photo.ts';
import { photograph as words } from './words.ts';

type OnDevice = {
  id: string;
  caseId: number;
  staffId: number;
  takenAt: string;
  width: number;
  height: number;
  /**
   * Bytes and not a Blob: WebKit refuses to store a Blob now and then, and always in a private window ("Error preparing
   * Blob/File data to be stored in object store").
   */
  picture: { bytes: ArrayBuffer; type: string };
};
type Opened = Omit<OnDevice, 'picture'> & { blob: Blob };
type Photograph = Omit<OnDevice, 'picture'> & {
  /** To be shown while this page is open. */
  url: string;
  state: 'waiting' | 'sent' | 'refused';
  /** Why it was refused. */
  message: string;
};

const keyOf = (id: string) => `photo ${id}`;

/** Photographs that an earlier version of the app stored are still Blobs. */
async function allKept(): Promise<Opened[]> {
  const all = await keptUnder<OnDevice | Opened>('photo ');
  return all.map((one) => {
    if ('blob' in one) return one;
    const { picture, ...rest } = one;
    return { ...rest, blob: new Blob([picture.bytes], { type: picture.type }) };
  });
}

class Photographs {
  known = $state.raw<ReadonlyMap<string, Photograph>>(new Map());
  readonly waiting = $derived([...this.known.values()].filter((one) => one.state === 'waiting').length);
  /** Only on this device: those that wait, and those that the server refused. */
  readonly unsent = $derived([...this.known.values()].filter((one) => one.state !== 'sent').length);
  #staffId = 0;
  #sending: Promise<void> | null = null;

  start(staffId: number): () => void {
    this.#staffId = staffId;
    void this.#load().then(() => this.send());
    const off = live.onBack(() => void this.send());
    const timer = setInterval(() => this.waiting > 0 && live.connected && void this.send(), 5000);
    return () => {
      off();
      clearInterval(timer);
      this.#staffId = 0;
      for (const one of this.known.values()) URL.revokeObjectURL(one.url);
      this.known = new Map();
    };
  }

  async #load(): Promise<void> {
    const all = await allKept();
    const mine = all.filter((one) => one.staffId === this.#staffId && !this.known.has(one.id));
    const next = new Map(this.known);
    for (const { blob, ...one } of mine)
      next.set(one.id, { ...one, url: URL.createObjectURL(blob), state: 'waiting', message: '' });
    this.known = next;
  }

  /** On the device when it resolves. Throws a sentence where the file is no picture. */
  async take(caseId: number, file: Blob): Promise<Photograph> {
    const { id, blob, width, height } = await shrink(file);
    const takenAt = clock.stamp().madeAt;
    const one = { id, caseId, staffId: this.#staffId, takenAt, width, height };
    const picture = { bytes: await blob.arrayBuffer(), type: blob.type };
    await keep(keyOf(id), { ...one, picture } satisfies OnDevice);
    const shown: Photograph = { ...one, url: URL.createObjectURL(blob), state: 'waiting', message: '' };
    this.#put(shown);
    void this.send();
    return shown;
  }

  /** Removes one that no check names, or one whose refusal was read. */
  async drop(id: string): Promise<void> {
    const one = this.known.get(id);
    if (one) URL.revokeObjectURL(one.url);
    this.known = without(this.known, id);
    await letGo(keyOf(id));
  }

  /** Sends what waits, one after the other: a bad line carries one better than three. */
  send(): Promise<void> {
    this.#sending ??= this.#run()
      // One that could not be read or removed is tried again at the next round.
      .catch(() => {})
      .finally(() => (this.#sending = null));
    return this.#sending;
  }

  async #run(): Promise<void> {
    // Only over a connection that the hub admitted as this person: the cookie may be another person's by now.
    if (!navigator.onLine || !live.connected) return;
    const staffId = this.#staffId;
    for (const kept of await allKept()) {
      if (this.#staffId !== staffId) return;
      if (kept.staffId !== this.#staffId || this.known.get(kept.id)?.state === 'refused') continue;
      const answer = await this.#handOver(kept);
      if (answer === 'later') return;
      const one = this.known.get(kept.id);
      if (answer === 'sent') {
        await letGo(keyOf(kept.id));
        if (one) this.#put({ ...one, state: 'sent' });
      } else if (one) this.#put({ ...one, state: 'refused', message: answer.why });
    }
  }

  async #handOver({ id, caseId, takenAt, blob }: Opened): Promise<'sent' | 'later' | { why: string }> {
    const query = new URLSearchParams({ photoId: id, takenAt });
    try {
      const response = await fetch(`/api/cases/${caseId}/photos?${query}`, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'content-type': blob.type },
        body: blob,
        signal: AbortSignal.timeout(120_000),
      });
      if (response.ok) return 'sent';
      if (response.status === 401 || response.status === 429 || response.status >= 500) return 'later';
      const problem = (await response.json().catch(() => null)) as { detail?: string } | null;
      return { why: problem?.detail ?? words.refused };
    } catch {
      return 'later';
    }
  }

  #put(one: Photograph): void {
    this.known = new Map(this.known).set(one.id, one);
  }
}

export const photographs = new Photographs();
