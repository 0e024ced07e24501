// Keeps the device's copy of the worklist: writes what changed a few seconds later, and at once when the page is hidden.
// One tab does so at a time, because two would overwrite each other's cursor.
import type { Incoming, Picture } from './apply.ts';
import { Copy } from './copy.ts';
import { rememberCases } from './device.ts';

const saveAfterMs = 4000;

/** What is on screen here, and whose it is; staffId 0: nobody's. */
type Source = () => { staffId: number; picture: Picture; isFromServer: boolean };

/** Writes the copy of the worklist to the device, in one tab at a time. */
export class DeviceCopy {
  readonly #source: Source;
  #copy = new Copy();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWriter = false;
  #isAway = false;
  #release: (() => void) | null = null;

  constructor(source: Source) {
    this.#source = source;
  }

  /** Notes what the device lacks after this message. */
  note(item: Incoming): void {
    if (item.kind === 'reset') return this.#copy.whole();
    for (const { id } of item.message.changed) this.#copy.changed(id);
    for (const id of item.message.gone) this.#copy.gone(id);
  }

  saveSoon(): void {
    this.#timer ??= setTimeout(() => void this.save(), saveAfterMs);
  }

  /** Writes what the device lacks. atOnce: in one transaction step, because the page may be hidden. */
  async save(atOnce = false): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { staffId, picture } = this.#source();
    const { cases, cursor, asOf } = picture;
    if (!this.#isWriter || !cursor || !asOf) return;
    const copy = this.#copy;
    const meta = { staffId, cursor, asOf, count: cases.size };
    const isSaved = await copy.write(({ whole, changed, gone }) => {
      const rows = whole ? [...cases.values()] : [...changed].flatMap((id) => cases.get(id) ?? []);
      return rememberCases(meta, rows, gone, { whole, atOnce });
    }, atOnce);
    if (!isSaved && this.#isWriter && copy === this.#copy) this.saveSoon();
  }

  /** Waits for its turn to be the tab that writes. */
  begin(): void {
    const { staffId } = this.#source();
    const hold = () =>
      new Promise<void>((release) => {
        const now = this.#source();
        // The lock may be granted long after it was requested: to a hidden page, or after the person has left.
        if (this.#isAway || now.staffId !== staffId) return release();
        this.#release = () => {
          this.#isWriter = false;
          this.#release = null;
          release();
        };
        this.#isWriter = true;
        if (now.isFromServer) this.#copy.whole();
        this.saveSoon();
      });
    if (navigator.locks) void navigator.locks.request('doorstep-worklist', hold).catch(() => {});
    else void hold();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#copy = new Copy();
    this.#release?.();
  }

  /** The page is hidden or frozen: another page may keep the device's copy meanwhile. */
  putAway(): void {
    this.#isAway = true;
    void this.save(true);
    this.#release?.();
  }

  /** The page is shown again. False where it was not put away: every page is shown once when it has loaded. */
  comeBack(): boolean {
    const wasAway = this.#isAway;
    this.#isAway = false;
    return wasAway;
  }
}
