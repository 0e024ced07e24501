// Where the demo's money comes from, and up to when each source's money is known on the morning of a day.
import { londonInstant, monday } from './days.ts';

export type MoneySource = {
  name: string;
  label: string;
  cadence: 'live' | 'daily' | 'weekly';
  knownUpTo: number;
};

export function moneySources(today: number): MoneySource[] {
  const lastNight = londonInstant(today, 0) - 1000;
  const lastFile = (minute: number) => londonInstant(monday(today - 1), minute);
  return [
    { name: 'card-terminal', label: 'Card payments', cadence: 'live', knownUpTo: lastNight },
    { name: 'paypoint', label: 'Cash at shops', cadence: 'daily', knownUpTo: lastNight },
    { name: 'bank', label: 'Bank transfers and standing orders', cadence: 'daily', knownUpTo: lastNight },
    { name: 'dd-collection', label: 'Direct debits', cadence: 'daily', knownUpTo: lastNight },
    { name: 'dd-returns', label: 'Unpaid direct debits', cadence: 'daily', knownUpTo: lastNight },
    { name: 'hb-file', label: 'Housing benefit', cadence: 'weekly', knownUpTo: lastFile(6 * 60) },
    {
      name: 'dwp-schedule',
      label: 'Universal Credit paid to us',
      cadence: 'weekly',
      knownUpTo: lastFile(6 * 60 + 30),
    },
  ];
}
