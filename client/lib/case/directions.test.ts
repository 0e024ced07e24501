import { expect, test } from 'vitest';
import { directionsTo, directionsToAddress } from './directions.ts';

const agents = {
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1',
  ipad: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  android:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
};

test('[UI-403] directions open the maps app of both an iPhone and an Android phone', () => {
  expect(directionsTo(53.4, -2.25, agents.iphone)).toBe('maps:?daddr=53.4,-2.25');
  expect(directionsTo(53.4, -2.25, agents.ipad)).toBe('maps:?daddr=53.4,-2.25');
  expect(directionsTo(53.4, -2.25, agents.android)).toBe('geo:53.4,-2.25?q=53.4,-2.25');
});

test('[UI-511] directions to a home without a known position use its address', () => {
  const address = '1 Example Street, ZZ1 1ZZ';
  expect(directionsToAddress(address, agents.iphone)).toBe('maps:?daddr=1%20Example%20Street%2C%20ZZ1%201ZZ');
  expect(directionsToAddress(address, agents.android)).toBe('geo:0,0?q=1%20Example%20Street%2C%20ZZ1%201ZZ');
});
