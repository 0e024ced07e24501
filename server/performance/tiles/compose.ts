// Makes the tiles from the sums: each with its parts, its whole, and the usual figure.
import type { SourceKnown } from '../../contract/down.ts';
import type { NumberTile, Tile, TilePatches, TileStale } from '../../contract/tiles.ts';
import { actionLabels, actions } from '../../domain/action.ts';
import { methods, type Instant } from '../../domain/facts.ts';
import { formatPence } from '../../domain/money.ts';
import { methodNames } from '../../domain/statistics/bridge-words.ts';
import { tileNames, tileWords, type TileName } from '../../domain/statistics/tiles.ts';
import type { TileDay } from './facts.ts';
import type { Slots } from './sums.ts';
import { comparisonOf, type Usual } from './usual.ts';

type SumTile = Exclude<TileName, 'known_up_to' | 'reconciliation_residual'>;
type Parts = readonly (readonly [key: string, label: string])[];

const tenants: Parts = [
  ['current', 'Current tenants'],
  ['former', 'Former tenants who owe'],
];
/** Every part that a sum may have, in the order in which they are shown. */
export const tileParts: Record<SumTile, Parts> = {
  real_arrears: tenants,
  technical_arrears: tenants,
  collected_today: methods.map((method) => [method, methodNames[method]]),
  cases_by_action: actions.map((action) => [action, actionLabels[action]]),
  visits_planned: [
    ['planned', 'Still to come'],
    ['on_the_way', 'On the way'],
    ['done', 'Made'],
    ['stood_down', 'Stopped: tenant paid'],
    ['avoided', 'Avoided: tenant paid'],
  ],
  visits_made: [
    ['seen_tenant', 'Tenant seen'],
    ['seen_other', 'Another person seen'],
    ['no_access', 'No access'],
    ['unsafe', 'Unsafe'],
    ['not_said', 'Not recorded'],
  ],
  visits_avoided: [
    ['stood_down', 'Stopped on the way'],
    ['not_set_out', 'Before setting out'],
  ],
  stand_downs: [
    ['turned_back', 'Turned back'],
    ['went_on', 'Went on'],
  ],
  contacts_made: [
    ['reached', 'Reached'],
    ['not_reached', 'Not reached'],
  ],
  plans_made: [
    ['today', 'Today'],
    ['earlier', 'Earlier this week'],
  ],
  plans_kept: [['kept', 'On track']],
  repairs_waiting: [
    ['late', 'Late'],
    ['in_time', 'In time'],
  ],
};

/** What a tile is out of, where that is more than its own parts; each part under its own slot. */
export const wholeParts: Partial<
  Record<TileName, readonly (readonly [key: string, label: string, slot: string])[]>
> = {
  plans_kept: [
    ['kept', 'On track', 'plans_kept/kept'],
    ['late', 'Late', 'plans_open/late'],
    ['broken', 'Broken', 'plans_open/broken'],
  ],
};

export type Composed = {
  patches: TilePatches;
  sums: Slots;
  day: TileDay;
  now: Instant;
  asOf: string;
  stale: TileStale | null;
  usual: Usual | null;
  sources: readonly SourceKnown[];
  /** undefined: not computed on this server. Only the landlord has one, a patch does not. */
  residual: { pence: number | null; asOf: string; stale: TileStale | null } | undefined;
};

/**
 * All tiles from the sums of some patches, in the order of `tileNames`. The residual is there for the whole team
 * only.
 */
export function composeTiles(from: Composed): Tile[] {
  return tileNames.flatMap((name): Tile[] => {
    if (name === 'known_up_to') return [knownUpTo(from)];
    if (name !== 'reconciliation_residual') return [sumTile(name, from)];
    return from.residual && from.patches === 'all' ? [residualTile(from, from.residual)] : [];
  });
}

const every = (name: TileName, { asOf, stale }: Composed) => ({
  name,
  group: tileWords[name].group,
  asOf,
  stale,
  note: null as string | null,
});

function sumTile(name: SumTile, from: Composed): NumberTile {
  const { sums } = from;
  const sum = (slot: string) => sums.get(slot) ?? 0;
  const parts = tileParts[name].flatMap(([key, label]) => {
    const value = sum(`${name}/${key}`);
    return value === 0 ? [] : [{ key, label, value }];
  });
  const value = parts.reduce((all, part) => all + part.value, 0);
  const made: NumberTile = {
    ...every(name, from),
    kind: tileWords[name].kind as 'pence' | 'count',
    value,
    parts,
    wrong: null,
    of: null,
    whole: null,
    comparison: null,
  };
  const whole = wholeParts[name];
  if (whole) {
    made.whole = whole.map(([key, label, slot]) => ({ key, label, value: sum(slot) }));
    made.of = made.whole.reduce((all, part) => all + part.value, 0);
  }
  if (name === 'repairs_waiting') made.wrong = { label: 'late', value: sum('repairs_waiting/late') };
  if (name === 'visits_made') {
    made.wrong = { label: 'no access', value: sum('visits_made/no_access') };
    made.of = tileParts.visits_planned.reduce((all, [key]) => all + sum(`visits_planned/${key}`), 0);
  }
  if (name === 'plans_kept') made.wrong = { label: 'not on track', value: (made.of ?? 0) - value };
  if (name === 'collected_today') {
    const { usual, patches, now, day } = from;
    const right = usual?.of === day.today ? usual : null;
    made.comparison = right && comparisonOf(value, right, patches, now, day.timeZone);
    const otherwise = sum('collected_otherwise/all');
    const notes = [
      ...(right && !made.comparison ? ['There are not enough earlier weeks to show what is usual.'] : []),
      ...(otherwise === 0
        ? []
        : [`Another ${formatPence(otherwise)} was posted today with other dates. It is not counted here.`]),
    ];
    if (notes.length > 0) made.note = notes.join(' ');
  }
  return made;
}

function knownUpTo(from: Composed): Tile {
  const parts = from.sources
    .map(({ name, label, knownUpTo: value }) => ({ key: name, label, value }))
    .sort((a, b) =>
      a.value < b.value ? -1 : a.value > b.value ? 1 : a.label.localeCompare(b.label, 'en-GB'),
    );
  const oldest = parts[0];
  return {
    ...every('known_up_to', from),
    kind: 'instant',
    value: oldest?.value ?? null,
    parts,
    note: oldest ? oldest.label : 'No payment source has reported a time yet.',
  };
}

function residualTile(from: Composed, residual: NonNullable<Composed['residual']>): Tile {
  return {
    ...every('reconciliation_residual', from),
    kind: 'pence',
    asOf: residual.asOf,
    stale: residual.stale ?? from.stale,
    value: residual.pence,
    parts: residual.pence === null ? [] : [{ key: 'residual', label: 'Unexplained', value: residual.pence }],
    wrong: null,
    of: null,
    comparison: null,
    note: residual.pence === null ? 'Finance has not entered a control total yet.' : null,
  };
}
