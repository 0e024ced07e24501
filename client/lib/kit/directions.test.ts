import fc from 'fast-check';
import { expect, test } from 'vitest';
import { directions } from './directions.ts';

const agents = {
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1',
  ipad: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  android:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  windows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
};
const door = { latitude: 53.4, longitude: -2.25 };
const here = { latitude: 53.41, longitude: -2.26 };

test('[UI-403] directions open the maps app of an iPhone and of an Android phone, and a page at a desk', () => {
  expect(directions({ to: door }, agents.iphone)).toBe('maps:?daddr=53.4,-2.25&dirflg=w');
  expect(directions({ to: door }, agents.ipad)).toBe('maps:?daddr=53.4,-2.25&dirflg=w');
  for (const agent of [agents.android, agents.windows])
    expect(directions({ to: door }, agent)).toBe(
      'https://www.google.com/maps/dir/?api=1&destination=53.4,-2.25&travelmode=walking',
    );
});

test('[UI-524] directions begin where the person is, on foot or by car', () => {
  expect(directions({ to: door, from: here, mode: 'driving' }, agents.iphone)).toBe(
    'maps:?saddr=53.41,-2.26&daddr=53.4,-2.25&dirflg=d',
  );
  expect(directions({ to: door, from: here, mode: 'driving' }, agents.android)).toBe(
    'https://www.google.com/maps/dir/?api=1&origin=53.41,-2.26&destination=53.4,-2.25&travelmode=driving',
  );
});

test('[UI-511] directions to a home without a known position use its address, whatever is written in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (address) => {
      expect(new URL(directions({ to: address }, agents.iphone)).searchParams.get('daddr')).toBe(address);
      expect(new URL(directions({ to: address }, agents.android)).searchParams.get('destination')).toBe(
        address,
      );
    }),
  );
});
