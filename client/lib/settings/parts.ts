// The parts of /settings: their names, who may open which, and how each is loaded. The server checks rights; this only
// hides the links that it would refuse.
import type { Component } from 'svelte';
import type { Settings } from '#contract/performance/settings.ts';
import type { SettingsStore } from './settings.svelte.ts';
import { parts as words } from './words.ts';

type PartName = keyof typeof words;
export type PartProps = { store: SettingsStore; settings: Settings };
type PartComponent = Component<PartProps>;
export type Part = { name: PartName; label: string; title: string; load: () => Promise<PartComponent> };

const files = import.meta.glob<PartComponent>('./*/Part.svelte', { import: 'default' });

/** In the order of the tabs, each with the people who may open it. */
const all: Record<PartName, 'all' | 'people' | 'officer'> = {
  rota: 'all',
  absences: 'all',
  stints: 'all',
  holidays: 'all',
  visiting: 'all',
  targets: 'all',
  charts: 'all',
  people: 'people',
  screens: 'all',
  devices: 'all',
  changes: 'all',
  mine: 'officer',
};

export function partsFor(may: Settings['may']): Part[] {
  return (Object.keys(all) as PartName[]).flatMap((name) => {
    const load = files[`./${name}/Part.svelte`];
    const of = all[name];
    const theirs = of === 'officer' ? !may.change : may.change && (of === 'all' || may.people);
    return load && theirs ? [{ name, ...words[name], load }] : [];
  });
}
