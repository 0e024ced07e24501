// The parts of /settings: their names, who may open which, and how each is loaded. The server checks rights; this only
// hides the links that it would refuse.
import type { Component } from 'svelte';
import type { Settings } from '#contract/performance/settings.ts';
import type { SettingsStore } from './settings.svelte.ts';

type PartName =
  | 'rota'
  | 'absences'
  | 'stints'
  | 'holidays'
  | 'targets'
  | 'charts'
  | 'people'
  | 'screens'
  | 'changes'
  | 'mine';
export type PartProps = { store: SettingsStore; settings: Settings };
type PartComponent = Component<PartProps>;
export type Part = { name: PartName; label: string; title: string; load: () => Promise<PartComponent> };

const files = import.meta.glob<PartComponent>('./*/Part.svelte', { import: 'default' });

const all: { name: PartName; label: string; title: string; of: 'all' | 'people' | 'officer' }[] = [
  { name: 'rota', label: 'Rota', title: 'Who holds what, and who is away', of: 'all' },
  { name: 'absences', label: 'Absences', title: 'Absences', of: 'all' },
  { name: 'stints', label: 'Stints', title: 'Stints: who held which patch', of: 'all' },
  { name: 'holidays', label: 'Bank holidays', title: 'Bank holidays', of: 'all' },
  { name: 'targets', label: 'Targets', title: 'Targets', of: 'all' },
  { name: 'charts', label: 'Charts', title: 'Charts: annotations, re-bases', of: 'all' },
  { name: 'people', label: 'People and patches', title: 'People and patches', of: 'people' },
  { name: 'screens', label: 'Screens', title: 'Screens in the office', of: 'all' },
  { name: 'changes', label: 'Changes', title: 'Who changed what', of: 'all' },
  { name: 'mine', label: 'Yours', title: 'Your patches and absences', of: 'officer' },
];

export function partsFor(may: Settings['may']): Part[] {
  return all.flatMap(({ name, label, title, of }) => {
    const load = files[`./${name}/Part.svelte`];
    const theirs = of === 'officer' ? !may.change : may.change && (of === 'all' || may.people);
    return load && theirs ? [{ name, label, title, load }] : [];
  });
}
