// What the list of repairs shows, for any repairs and any words.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ListedRepair } from '#contract/repair-list.ts';
import { repairSections } from '#domain/repair-order.ts';
import { cutRepairs, wantedRepairs } from './matching.ts';

const now = Date.parse('2026-11-25T10:00:00Z');
const hour = 3_600_000;
const at = (hours: number) => new Date(now + hours * hour).toISOString();
const drawn = fc.record({
  priority: fc.constantFrom('emergency', 'urgent', 'routine', 'planned', 'priority_two'),
  target: fc.option(fc.integer({ min: -2000, max: 2000 })),
  reported: fc.integer({ min: -3000, max: 0 }),
  address: fc.constantFrom('1 Example Street', '12 Example Street', 'Flat 2, Café Court', ''),
  description: fc.constantFrom('', 'Tap drips', 'Fenêtre cassée', 'روشنایی'),
});
const repair = (id: number, one: Partial<ListedRepair> = {}): ListedRepair => ({
  ...{ id, caseId: id, category: 'plumbing', priority: 'routine', description: '', status: 'reported' },
  ...{
    reportedAt: at(-50),
    targetAt: at(50),
    completedAt: null,
    address: '1 Example Street',
    postcode: 'ZZ1 1ZZ',
  },
  ...{ patch: 'North', thread: null },
  ...one,
});
const repairs = fc
  .array(drawn, { maxLength: 30 })
  .map((all) =>
    all.map(({ target, reported, ...one }, id) =>
      repair(id + 1, { ...one, reportedAt: at(reported), targetAt: target === null ? null : at(target) }),
    ),
  );
const shown = (all: ListedRepair[], text: string, found: ListedRepair[] = []) =>
  wantedRepairs(all, found, { text, order: 'urgent' });

test('[UI-680] by urgency each section comes once and in its order, late repairs before others; by age the oldest report is first', () => {
  fc.assert(
    fc.property(repairs, (all) => {
      const sections = cutRepairs(shown(all, ''), 'urgent', now, 'Europe/London');
      const places = sections.map(({ section }) => repairSections.indexOf(section!));
      expect(places).toEqual([...new Set(places)].sort((a, b) => a - b));
      expect(sections.flatMap((one) => one.repairs)).toHaveLength(all.length);
      for (const { section, repairs } of sections)
        for (const { priority, targetAt } of repairs) {
          expect(priority === 'emergency').toBe(section === 'emergency');
          if (section !== 'emergency')
            expect(targetAt !== null && targetAt < at(0)).toBe(section === 'overdue');
        }
      const byAge = wantedRepairs(all, [], { text: '', order: 'oldest' }).map(({ reportedAt }) => reportedAt);
      expect(byAge).toEqual(byAge.toSorted());
    }),
  );
});

test('[UI-680] a repair is found by every word of address, postcode and work, without its accents; what the server found is shown too', () => {
  const [glass, tap] = [
    repair(1, { description: 'Fenêtre cassée', address: 'Flat 2, Café Court' }),
    repair(2, { category: 'damp_mould' }),
  ];
  const ids = (text: string) => shown([glass, tap], text).map(({ id }) => id);
  expect(ids('cafe fenetre')).toEqual([1]);
  expect(ids(' ZZ11zz  DAMP ')).toEqual([2]);
  expect(ids('cafe damp')).toEqual([]);
  // The device's own row is newer than the one that was found.
  const elsewhere = [repair(3), repair(1, { status: 'ordered' })];
  expect(shown([glass], 'cafe', elsewhere)).toEqual([glass, elsewhere[0]]);
  expect(shown([glass], '', elsewhere)).toEqual([glass]);
});
