// The words of the trend, by component. Terms of statistics are those of NHS England's "Making data count".
import type { TrendMeasure } from '#contract/performance/trend.ts';

export const failed = 'The figures did not load.';

export const trendPage = {
  loading: 'Loading the figures…',
  saved: 'These are the last figures saved on this device.',
  whose: 'Show figures for',
  team: 'Whole team',
  mine: 'Me',
  patches: 'Patches',
  file: 'download the figures',
  list: 'Measures, week by week',
  noWeeks: 'No week has figures yet. You will see the first figures when a rent week has been calculated.',
  weeks: (count: number, when: string) =>
    `${count} closed rent ${count === 1 ? 'week' : 'weeks'}. The team’s work is counted up to ${when}.`,
  notWhy: 'The charts show that something changed, not why.',
};

export const headline = {
  title: (day: string) => `Current tenant arrears on ${day}`,
  now: 'Now, at the end of the last closed week',
  /** Later weeks have ended and have no figures yet, as on a first start. */
  behind: 'At the end of the last week with figures',
  ofRent: 'of a year’s rent',
  yearAgo: 'A year ago',
  points: (figure: string) => `${figure} points`,
  noYear: 'No closed week from a year ago',
  target: 'Target (lower is better)',
  noTarget: 'No target set',
  atMost: (figure: string) => `${figure} or less`,
  met: (points: string) => `Met, with ${points} to spare`,
  missed: (points: string) => `Not met: ${points} above`,
  more: 'Show the trend',
};

const standings: Record<TrendMeasure['standing'], string> = {
  nothing: 'No weeks yet',
  too_few: 'Too few weeks',
  ordinary: 'No significant change',
  better: 'Improving',
  worse: 'Getting worse',
  changed: 'Changed',
};

export const measureCard = {
  /** A balance is judged by its last weeks against a year earlier, and so says which weeks. */
  standing({ standing, carriesOver, longRun }: TrendMeasure): string {
    if (!carriesOver || !longRun || (standing !== 'better' && standing !== 'worse'))
      return standings[standing];
    return `${standing === 'better' ? 'Better' : 'Worse'}: last ${longRun.weeks} weeks`;
  },
};

const sources: Record<string, string> = {
  week_freeze: 'closed weeks',
  week_case: 'accounts in each week',
  week_line: 'changes of the balance in each week',
  week_stretch: 'who held which patch',
  repayment_plan: 'repayment plans',
  contact: 'contacts',
  visit: 'visits',
  payment: 'payments',
};

export const measure = {
  all: 'All measures',
  next: (title: string) => `Next: ${title}`,
  heading: (title: string, whose: string | null) => (whose ? `${title}, ${whose}` : title),
  what: 'What this measures',
  /** 'In the week of Mon 23 Nov 2026: £370,096.16 of £17,700,000.00.' */
  madeOf: (period: string, part: string, whole: string) => `In the ${period}: ${part} of ${whole}.`,
  rows: 'Show the rows of these weeks in the bridge',
  better: {
    none: 'Neither higher nor lower is better in itself.',
    higher: 'Higher is better.',
    lower: 'Lower is better.',
  },
  carriesOver:
    'This balance carries over from week to week, so long runs on one side of the average are common. It does not decide whether the team is improving.',
  madeFrom: (tables: readonly string[]) =>
    `Counted from ${tables.map((table) => sources[table] ?? table).join(', ')}.`,
  limits:
    'The usual range is the average, plus or minus 2.66 times the average change from one week to the next.',
};
