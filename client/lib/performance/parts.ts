// The parts of /performance: their names, who may open which, and how each is loaded. A part is a folder here with a
// Part.svelte; a part without one is not in the navigation. The server checks rights; this only hides the links that it
// would refuse.
import type { Component } from 'svelte';
import type { Me } from '#contract/me.ts';

type PartName = 'today' | 'trend' | 'officers' | 'bridge' | 'reconciliation';
/** id: what follows the part in the address (`/performance/officers/7`); null where nothing does. */
type PartProps = { id: string | null };
type PartComponent = Component<PartProps>;

export type Part = {
  name: PartName;
  /** In the navigation. */
  label: string;
  /** The page's heading. */
  title: string;
  load: () => Promise<PartComponent>;
};

const files = import.meta.glob<PartComponent>('./*/Part.svelte', { import: 'default' });

const all: { name: PartName; label: string; title: string; officers: boolean }[] = [
  { name: 'today', label: 'Today', title: 'Today, as it happens', officers: true },
  { name: 'trend', label: 'Trend', title: 'Is the team improving?', officers: true },
  { name: 'officers', label: 'Officers', title: 'Officers, compared fairly', officers: true },
  { name: 'bridge', label: 'Bridge', title: 'What moved the balance', officers: true },
  { name: 'reconciliation', label: 'Reconciliation', title: 'Tied to the ledger', officers: false },
];

export function partsFor(role: Me['role'] | undefined): Part[] {
  const everything = role === 'manager' || role === 'admin';
  return all.flatMap(({ name, label, title, officers }) => {
    const load = files[`./${name}/Part.svelte`];
    return load && (everything || (role === 'officer' && officers)) ? [{ name, label, title, load }] : [];
  });
}
