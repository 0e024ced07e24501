// The words of a weekly chart (XmR). Terms of statistics are those of NHS England's "Making data count".

const change = { better: 'Improving', worse: 'Getting worse', changed: 'Significant change' };

export const xmr = {
  none: 'No week has closed yet, so there is no chart.',
  keys: (label: string) => `${label}: use the arrow keys to move between weeks`,
  change,
  atAverage: 'at the average',
  besideAverage: {
    above: (mean: string) => `above the average of ${mean}`,
    below: (mean: string) => `below the average of ${mean}`,
  },
  /** 'week of Mon 9 Nov 2026: £12.34, above the average of £11.00.' */
  readOut: (week: string, figure: string, place: string) => `${week}: ${figure}, ${place}.`,
  changeIs: (what: string, rules: string) => `${what}: ${rules}.`,
  key: 'Key',
  usual: 'No significant change',
  average: 'Average',
  range: 'Usual range',
  target: 'Target',
  bankHoliday: 'Bank holiday',
  changes: 'Significant changes',
  weeks: (from: string, to: string) => `${from} to ${to}`,
  moreInTable: (count: number) => `The table has ${count} earlier ${count === 1 ? 'change' : 'changes'}.`,
  events: 'What happened',
  days: (from: string, to: string) => `${from} to ${to}`,
  restarted: (day: string, reason: string | null) => `${day}: chart restarted. ${reason ?? ''}`,
};

export const xmrTable = {
  summary: 'Show as a table',
  label: (name: string) => `${name}, as a table`,
  week: 'Week of',
  period: 'Period',
  figure: 'Figure',
  average: 'Average',
  lower: 'Lower limit',
  upper: 'Upper limit',
  change: 'Change',
  event: 'What happened',
  changeIs: {
    better: (rules: string) => `${change.better}: ${rules}`,
    worse: (rules: string) => `${change.worse}: ${rules}`,
    changed: (rules: string) => rules,
  },
  restarted: (reason: string) => `Chart restarted: ${reason}`,
  noLimit: 'not yet',
};

export const small = {
  /** '19 Oct 2025: 1.52%' */
  at: (day: string, figure: string) => `${day}: ${figure}`,
  better: { lower: '↓ Lower is better', higher: '↑ Higher is better', none: 'Neither way is better' },
  target: (figure: string) => `Target ${figure}`,
  points: (weeks: number) => `Each point is ${weeks} weeks.`,
};
