// The weekly measures, by the names that charts, targets and re-bases share, and how each figure is worded.
// Percentages are 0 to 100, money is pence, whatever the sums before them were made in.

export type MeasureUnit = 'percent' | 'pence_per_100_pounds' | 'count' | 'ratio';
export type Measure = {
  name: string;
  title: string;
  unit: MeasureUnit;
  /** Which direction is better; null if neither is. */
  better: 'lower' | 'higher' | null;
  /** Whose charts it is drawn for. */
  of: 'team' | 'officer' | 'both';
  /** What a change is called in a sentence that goes on with the period: 'over the last 13 weeks than a year earlier'. */
  changed?: { better: string; worse: string };
};

const arrearsChanged = (title: string) => ({
  better: `${title} were lower`,
  worse: `${title} were higher`,
});

/** The weekly measures of the trend: title, unit, and which direction is better. */
export const measures = [
  {
    name: 'movement',
    title: 'Change in overdue arrears, for each £100 of rent',
    unit: 'pence_per_100_pounds',
    better: 'lower',
    of: 'both',
  },
  { name: 'collection_rate', title: 'Collection rate', unit: 'percent', better: 'higher', of: 'both' },
  {
    name: 'arrears_percent',
    title: 'Current tenant arrears, of annual rent due',
    unit: 'percent',
    better: 'lower',
    of: 'both',
    changed: arrearsChanged('Arrears'),
  },
  {
    name: 'arrears_net_percent',
    title: 'Current tenant arrears net of technical, of annual rent due',
    unit: 'percent',
    better: 'lower',
    of: 'both',
    changed: arrearsChanged('Arrears that payments due will not cover'),
  },
  { name: 'plans_made', title: 'Plans made', unit: 'count', better: null, of: 'both' },
  {
    name: 'plans_kept',
    title: 'Plans kept, after 9 weeks or more',
    unit: 'percent',
    better: 'higher',
    of: 'both',
    changed: { better: 'More plans were kept', worse: 'Fewer plans were kept' },
  },
  { name: 'contacts', title: 'Contacts', unit: 'count', better: null, of: 'both' },
  { name: 'visits_made', title: 'Visits made', unit: 'count', better: null, of: 'both' },
  { name: 'no_access', title: 'Visits with no access', unit: 'percent', better: 'lower', of: 'both' },
  {
    name: 'visits_avoided',
    title: 'Visits avoided because the tenant paid',
    unit: 'count',
    better: 'higher',
    of: 'both',
  },
  {
    name: 'against_expected',
    title: 'Observed against expected',
    unit: 'ratio',
    better: 'higher',
    of: 'officer',
  },
] as const satisfies readonly Measure[];

export type MeasureName = (typeof measures)[number]['name'];
export const measureNames = measures.map(({ name }) => name) as [MeasureName, ...MeasureName[]];

/** Throws for an unknown name. */
export function measureOf(name: string): Measure {
  const found = measures.find((one) => one.name === name);
  if (!found) throw new RangeError(`There is no measure called ${name}.`);
  return found;
}
