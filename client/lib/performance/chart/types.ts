// What a chart shows in addition to its figures.

/** Something dated that a chart should be read with: a bank holiday, a change of policy. Days are 'YYYY-MM-DD'. */
export type ChartNote = {
  key: string;
  onDay: string;
  /** The last day of it; null: the one day. */
  untilDay: string | null;
  kind: 'policy' | 'bank_holiday' | 'other';
  words: string;
};
/** A value to reach from a day on, in the figure's own unit. */
export type ChartTarget = { fromOn: string; value: number };
