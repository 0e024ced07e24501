// The visits bench must not use the future: a list gets only what was posted until that instant.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeLandlord } from '../../../db/demo/landlord.ts';
import { lists } from './lists.ts';
import { year } from './officers.ts';
import { World } from './replay.ts';

const landlord = makeLandlord({ seed: 3, homes: 120, today: '2025-11-10', weeks: 60 });

test('[SCRIPTS-3] facts of an instant have what was posted until then, and their balance is the ledger’s', () => {
  const world = new World(landlord);
  let hidden = 0;
  for (let n = 0; n < 14; n++) {
    world.dawn();
    const noon = world.at(12 * 60);
    for (const home of world.homes) {
      const { receipts, balancePence } = world.facts(home, noon);
      expect(receipts.every((receipt) => receipt.postedAt <= noon)).toBe(true);
      const today = home.ahead!.payments;
      hidden += today.filter((payment) => payment.postedAt > noon).length;
      const all = (list: readonly { amountPence: number }[]) =>
        list.reduce((sum, one) => sum + one.amountPence, 0);
      const charged = home.ahead!.charges.reduce((sum, one) => sum + one.pence, 0);
      const paid = today.filter((one) => one.postedAt <= noon).reduce((sum, one) => sum + one.pence, 0);
      expect(balancePence).toBe(
        home.household.opening.pence + all(home.charges) + charged - all(home.receipts) - paid,
      );
    }
    world.dusk(new Set());
  }
  expect(hidden).toBeGreaterThan(10);
});

test('[SCRIPTS-3] no list reads the demo’s hidden values', () => {
  const text = readFileSync(join(import.meta.dirname, 'lists.ts'), 'utf8');
  expect(text).not.toMatch(/truth\(|truthOf|behaviour|debtPence|legacyPence|\.ahead!\.payments/);
});

test('[SCRIPTS-3] the same landlord and list give the same year, and a live list visits no home that has paid', () => {
  const live = lists.at(-1)!;
  const once = year(new World(landlord), live, 56);
  expect(year(new World(landlord), live, 56)).toEqual(once);
  expect(once.visits).toBeGreaterThan(0);
  expect(once.knockedAfterPayment).toBe(0);
});
