// What the device's copy of the worklist lacks, and how it is written. A copy is stored with a cursor, and the hub later
// sends only what changed after that cursor, so a row that is missing from the copy would stay missing: a write with a newer
// cursor must include everything that is not known to be on the device.

export type Lacks = { whole: boolean; changed: ReadonlySet<number>; gone: ReadonlySet<number> };

/** Which rows the device’s copy lacks, and what the next write must include. */
export class Copy {
  #whole = false;
  #changed = new Set<number>();
  #gone = new Set<number>();
  /** Writes that have neither ended nor failed: when the page is hidden, one of them is aborted as a whole. */
  readonly #underWay = new Set<Lacks>();

  changed(id: number): void {
    this.#changed.add(id);
    this.#gone.delete(id);
  }
  gone(id: number): void {
    this.#gone.add(id);
    this.#changed.delete(id);
  }
  whole(): void {
    this.#whole = true;
  }

  /**
   * Calls `store` with what the device lacks. One write at a time, except `atOnce`: that one also includes what other writes
   * have not completed. False: something is still lacking, so write again later.
   */
  async write(store: (lacks: Lacks) => Promise<void>, atOnce = false): Promise<boolean> {
    if (!atOnce && this.#underWay.size > 0) return false;
    const lacks = this.#take();
    if (!lacks.whole && lacks.changed.size === 0 && lacks.gone.size === 0) return true;
    this.#underWay.add(lacks);
    try {
      await store(lacks);
      return true;
    } catch {
      // Full, silent or the page was hidden: the next write stores everything.
      this.#whole = true;
      return false;
    } finally {
      this.#underWay.delete(lacks);
    }
  }

  #take(): Lacks {
    const [changed, gone] = [new Set(this.#changed), new Set(this.#gone)];
    let whole = this.#whole;
    // The newest first: its state of a case wins.
    for (const one of [...this.#underWay].reverse()) {
      whole ||= one.whole;
      for (const id of one.changed) if (!gone.has(id)) changed.add(id);
      for (const id of one.gone) if (!changed.has(id)) gone.add(id);
    }
    this.#whole = false;
    this.#changed.clear();
    this.#gone.clear();
    return { whole, changed, gone };
  }
}
