// The parts of /performance: their names, who may open which, and how each is loaded. A part is a folder here with a
// Part.svelte; a part without one is not in the navigation. The server checks rights; this only hides the links that it
// would refuse.
import type { Component } from 'svelte';
import type { Me } from '#contract/me.ts';
import { partNames } from './words.ts';

type PartName = keyof typeof partNames;
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

const all: { name: PartName; officers: boolean }[] = [
  { name: 'today', officers: true },
  { name: 'trend', officers: true },
  { name: 'officers', officers: true },
  { name: 'bridge', officers: true },
  { name: 'reconciliation', officers: false },
];

export function partsFor(role: Me['role'] | undefined): Part[] {
  const everything = role === 'manager' || role === 'admin';
  return all.flatMap(({ name, officers }) => {
    const load = files[`./${name}/Part.svelte`];
    return load && (everything || (role === 'officer' && officers))
      ? [{ name, ...partNames[name], load }]
      : [];
  });
}
