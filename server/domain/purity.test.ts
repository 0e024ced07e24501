// The room's own invariant: its code computes, and does nothing else.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const files = (readdirSync(import.meta.dirname, { recursive: true }) as string[]).filter(
  (file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file),
);

test('[DOMAIN-18] no clock, no random numbers, no input or output, no other room', () => {
  expect(files).toContain('assessment.ts');
  expect(files).toContain(join('money', 'plan.ts'));
  for (const file of files) {
    const text = readFileSync(join(import.meta.dirname, file), 'utf8');
    expect(text, file).not.toMatch(
      /\bDate\.now\b|new Date\b|Math\.random|performance\.|process\.|console\.|\bfetch\(|await /,
    );
    for (const [, from] of text.matchAll(/\bfrom '([^']+)'|import\('([^']+)'\)/g)) {
      const to = relative(import.meta.dirname, resolve(import.meta.dirname, dirname(file), from ?? ''));
      expect(files, `${file} imports ${from}`).toContain(to);
    }
  }
});
