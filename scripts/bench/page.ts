// What Lighthouse says of the two pages on which an officer's day is spent, for an officer and for a manager with the
// whole team's cases: its phone and its line, a device that was never there before.
import { percentile, type Bench, type Figure } from './figure.ts';
import { startApp } from './lib/app.ts';
import { judge, type Verdict } from './lib/lighthouse.ts';

const homes = 3000;
const runs = 3;

export const bench: Bench = {
  name: 'page',
  about: `Lighthouse on a phone's profile: the worklist and a case, officer and manager, median of ${runs}`,
  async run(context) {
    const app = await startApp(context, { homes, map: true });
    // A case of the first officer's patch, so that both may open it, with more than one reason behind it.
    const [one] = await app.sql<{ id: number }[]>`
      select a.id from rent_account a
      join tenancy t on t.id = a.tenancy_id
      join property p on p.id = t.property_id
      join stint s on s.patch_id = p.patch_id and s.end_date is null
      join staff on staff.id = s.staff_id and staff.email = 'officer1@demo.doorstep.test'
      where t.end_date is null order by a.balance_pence desc limit 1`;
    const figures: Figure[] = [];
    try {
      for (const who of ['officer1', 'manager'])
        for (const path of ['/worklist', `/cases/${one!.id}`]) {
          const verdicts: Verdict[] = [];
          for (let i = 0; i < runs; i++) {
            verdicts.push(await judge(`${app.url}${path}`, `${who}@demo.doorstep.test`));
            context.say(`${who} ${path} ${JSON.stringify(verdicts.at(-1))}`);
          }
          figures.push(...figuresOf(`${path.startsWith('/cases') ? 'a case' : path}, ${who}`, verdicts));
        }
    } finally {
      await app.stop();
    }
    return figures;
  },
};

function figuresOf(page: string, verdicts: readonly Verdict[]): Figure[] {
  const median = (of: (one: Verdict) => number) => percentile(verdicts.map(of), 0.5);
  const score = median((one) => one.score);
  const blocking = median((one) => one.blocking);
  const shift = median((one) => one.shift);
  const errors = median((one) => one.errors.length);
  return [
    { name: `${page}: score`, value: score, unit: 'of 100', goal: { text: 'at least 95', met: score >= 95 } },
    {
      name: `${page}: total blocking time`,
      value: blocking,
      unit: 'ms',
      goal: { text: 'under 200 ms', met: blocking < 200 },
    },
    { name: `${page}: score, by processor time`, value: median((one) => one.alone.score), unit: 'of 100' },
    {
      name: `${page}: total blocking time, by processor time`,
      value: median((one) => one.alone.blocking),
      unit: 'ms',
    },
    {
      name: `${page}: layout shift`,
      value: shift,
      unit: '',
      goal: { text: 'under 0.02', met: shift < 0.02 },
    },
    { name: `${page}: largest paint`, value: median((one) => one.largest) / 1000, unit: 's' },
    {
      name: `${page}: errors in the console`,
      value: errors,
      unit: '',
      goal: { text: 'none', met: errors === 0 },
    },
  ];
}
