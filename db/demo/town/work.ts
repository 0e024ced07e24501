// The cost of making a town, counted: its progress, for the person who waits, and the number of comparisons, so that a test
// can detect without a clock that the cost grows faster than the town's size.

/** The parts of a town in the order in which they are made. `ground` has nothing to count. */
export type TownPart = 'ground' | 'streets' | 'buildings' | 'lots';
/** @param of how many there will be, where that is known. */
export type Progress = (part: TownPart, done: number, of: number | null) => void;

export type Work = { looks: number; progress: Progress };
