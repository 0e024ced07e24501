import { expect, test } from 'vitest';
import { PasswordQueue } from './password-queue.ts';

/** Work that ends when the test ends it. */
function held() {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const work = (name: string) => () =>
    new Promise<string>((resolve) => {
      begun.push(name);
      ends.push(() => resolve(name));
    });
  return { begun, work, endNext: () => ends.shift()?.() };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('[ACCESS-23] one password is checked at a time, in order, known devices first; a full queue refuses', async () => {
  const queue = new PasswordQueue();
  const { begun, work, endNext } = held();
  const unknown = Array.from({ length: 20 }, (_, i) => queue.run('unknown', 'a', work(`u${i}`)));
  const other = queue.run('unknown', 'b', work('b'));
  const known = queue.run('known', 'a', work('known'));
  // One is being checked and ten of that address wait: the others are refused at once, and other addresses are accepted.
  const answers = await Promise.all(unknown.slice(11));
  expect(answers).toEqual(answers.map(() => null));
  expect(begun).toEqual(['u0']);
  for (let i = 0; i < 13; i++) {
    endNext();
    await settled();
  }
  expect(await Promise.all([other, known])).toEqual(['b', 'known']);
  expect(begun.slice(0, 3)).toEqual(['u0', 'known', 'u1']);
  expect(begun).toHaveLength(13);
});

test('[ACCESS-23] work that fails lets the next one start', async () => {
  const queue = new PasswordQueue();
  const failed = queue.run('unknown', 'a', () => Promise.reject(new Error('away')));
  const next = queue.run('unknown', 'a', () => Promise.resolve('done'));
  await expect(failed).rejects.toThrow('away');
  expect(await next).toBe('done');
});
