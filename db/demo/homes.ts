// The homes and households of the landlord for which casework is generated.
import type { Household } from './household.ts';
import type { Organisation } from './organisation.ts';
import type { Lot } from './town/lots.ts';

export type Property = {
  id: number;
  uprn: number;
  lot: Lot;
  patchId: number;
  kind: 'house' | 'flat';
  bedrooms: number;
};

export type CaseworkOf = {
  seed: number;
  start: number;
  today: number;
  organisation: Organisation;
  properties: readonly Property[];
  households: readonly Household[];
};
