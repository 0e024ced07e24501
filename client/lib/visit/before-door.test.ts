import fc from 'fast-check';
import { expect, test } from 'vitest';
import { alertKinds } from '#domain/facts.ts';
import { alertsBeforeDoor, homeOf } from './before-door.ts';

const today = '2026-11-25';
const day = fc.constantFrom('2026-11-01', '2026-11-24', today, '2026-12-24');
const listed = fc.record({ kind: fc.constantFrom(...alertKinds), expiresOn: day, reviewOn: day });
const alert = fc.record({
  id: fc.integer({ min: 1 }),
  kind: fc.constantFrom(...alertKinds),
  expiresOn: day,
  reviewOn: day,
});
type Given = Parameters<typeof alertsBeforeDoor>;

test('[UI-610] before the door no alert that the list or a copy has is left out, but one that has expired since the copy', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(listed, { selector: ({ kind }) => kind }),
      fc.option(fc.uniqueArray(alert, { selector: ({ id }) => id })),
      fc.boolean(),
      (ofList, ofHome, isCopy) => {
        const home = ofHome && { alerts: ofHome, asOf: isCopy ? '2026-11-24T09:00:00Z' : null };
        const shown = alertsBeforeDoor({ alerts: ofList } as unknown as Given[0], home as Given[1], today);
        const kinds = new Set(shown.map(({ kind }) => kind));
        // A read home is the newest that there is; a copy, or none, is completed by the list.
        if (!home || isCopy) for (const { kind } of ofList) expect(kinds).toContain(kind);
        for (const one of ofHome ?? [])
          expect(shown.some(({ id }) => id === one.id)).toBe(!isCopy || one.expiresOn >= today);
      },
    ),
  );
});

test('[UI-610] what is known of a home has the age of its copy; without a copy there is nothing', () => {
  const asOf = '2026-11-24T09:00:00Z';
  const detail = { people: [], alerts: [], home: { bedrooms: 3 } } as unknown as Parameters<typeof homeOf>[0];
  expect(homeOf(detail, null)).toMatchObject({ bedrooms: 3, asOf: null });
  expect(homeOf(detail, asOf)).toMatchObject({ bedrooms: 3, asOf });
  expect(homeOf(null, asOf)).toBeNull();
});
