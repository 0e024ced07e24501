// Accessibility: no violation of WCAG 2.2 AA that axe finds, in either theme, no fault of layout, and nothing that has to be
// scrolled sideways. A page is loaded once for both themes: the dark one differs in its colours only, so that after all rules
// in the light theme only contrast is checked again.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { layoutFaults } from '../../scripts/lib/layout-faults.ts';
import { phone } from '../support/browser.ts';
import { until } from './house.ts';
import { animationsDone, sideways } from './probes.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const everyRule = `{ type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }`;
const contrast = `{ type: 'rule', values: ['color-contrast'] }`;

/** Violations only: for passed rules axe would compute a selector of each element too. */
const run = (
  within: string,
  rules: string,
) => `axe.run(${within ? `document.querySelector('${within}')` : 'document'}, {
  runOnly: ${rules}, resultTypes: ['violations'],
}).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
  nodes.map((node) => id + ': ' + node.target + ' ' + (node.failureSummary ?? ''))))`;

const touched = `matchMedia('(pointer: coarse)').matches`;

/**
 * The violations of what is on screen now, or of the part of it that the CSS selector names, each with its rule and
 * element; in the dark theme with "dark: " before them. And the faults of the whole page's layout.
 */
export async function violations(page: Page, within = ''): Promise<string[]> {
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(axeSource);
  const found: string[] = [];
  for (const [colorScheme, rules, prefix] of [
    ['light', everyRule, ''],
    ['dark', contrast, 'dark: '],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(animationsDone);
    found.push(...(await page.evaluate<string[]>(run(within, rules))).map((one) => prefix + one));
  }
  await page.emulateMedia({ colorScheme: 'light' });
  found.push(...(await layoutFaults(page, await page.evaluate<boolean>(touched))));
  return found;
}

/**
 * From here on the open page is a phone's: narrow, and touched. It opens anew, in a context whose scripts are loaded and
 * whose person is signed in, which costs half of what a second device does.
 */
export async function becomePhone(page: Page): Promise<void> {
  await page.setViewportSize(phone.viewport!);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true });
}

/** Nothing on the page has to be scrolled sideways, at the present width and at 320 px. */
export async function expectNothingSideways(page: Page, what = ''): Promise<void> {
  const now = page.viewportSize()!;
  for (const size of [now, { width: 320, height: 640 }]) {
    await page.setViewportSize(size);
    await until(async () =>
      expect(await page.evaluate<string[]>(sideways), `${what} at ${size.width} px`).toEqual([]),
    );
  }
  await page.setViewportSize(now);
}

/** None of these kinds of faults is on the page as it is now (scripts/lib/layout-faults.js has them). */
export async function expectNoFault(page: Page, kinds: readonly string[], what = ''): Promise<void> {
  const found = async () =>
    (await layoutFaults(page, false)).filter((fault) => kinds.some((kind) => fault.startsWith(kind)));
  await until(async () => expect((await found()).join('\n'), what).toBe(''));
}

/** What would be printed in its place on every page, or is wider than the paper. */
const offPaper = `[...document.querySelectorAll('body *')].filter((one) => {
  if (!one.checkVisibility({ visibilityProperty: true }) || one.closest('.visually-hidden')) return false;
  const { position } = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  if (box.width < 2 || box.height < 2) return false;
  const wide = /^(svg|canvas|table|img|figure|section|article)$/i.test(one.tagName) && box.right > innerWidth + 1;
  return position === 'fixed' || wide;
}).map((one) => one.tagName + '.' + (one.getAttribute('class') ?? ''))`;

/** The summaries whose part is not shown. */
const foldedParts = `[...document.querySelectorAll('details')]
  .filter((part) => part.checkVisibility() && part.querySelector(':scope > :not(summary)'))
  .filter((part) => !part.querySelector(':scope > :not(summary)').checkVisibility())
  .map((part) => part.querySelector('summary').textContent.trim())`;

/** What is kept on one sheet and is higher than this, in px of A4's 1040: the sheet before it may be as empty. A chart
with its key is a figure, and whole. */
const mostKept = 400;
const keptTogether = `(() => {
  const kept = (one) => getComputedStyle(one).breakInside.startsWith('avoid');
  return [...document.querySelectorAll('main :not(figure)')]
    .filter((one) => kept(one) && one.checkVisibility() && one.getBoundingClientRect().height > ${mostKept})
    .map((one) => one.tagName + '.' + (one.getAttribute('class') ?? '') + ' ' + one.getBoundingClientRect().height);
})()`;

/** On A4 the page has its content alone, at its full length: nothing over another thing, nothing cut, no map, no bars. */
export async function expectGoodPaper(page: Page, what: string): Promise<void> {
  const screen = page.viewportSize()!;
  // The width of A4 within its margins, and as long as it is.
  await page.setViewportSize({ width: 718, height: 1040 });
  await page.emulateMedia({ media: 'print' });
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.setViewportSize({ width: 718, height: Math.min(8000, height) });
  await expectNoFault(page, ['cut', 'overlapping'], `${what} on paper`);
  expect(await page.evaluate<string[]>(offPaper), `${what} on paper`).toEqual([]);
  for (const screenOnly of ['.skip', '.leaflet-container', 'nav', '.action-bar'])
    expect(await page.locator(screenOnly).filter({ visible: true }).count(), `${what}: ${screenOnly}`).toBe(
      0,
    );
  // [UI-623] A total is printed once, not at the foot of each sheet.
  const totals = `[...document.querySelectorAll('tfoot')].map((foot) => getComputedStyle(foot).display)`;
  expect(await page.evaluate<string[]>(totals), `${what}: totals`).not.toContain('table-footer-group');
  // [UI-718] No sheet is left half empty.
  expect(await page.evaluate<string[]>(keptTogether), `${what} leaves a sheet half empty`).toEqual([]);
  // [UI-622] What is folded on screen is open.
  expect(await page.evaluate<string[]>(foldedParts), `${what} on paper is folded`).toEqual([]);
  // Chromium’s own printing goes through as well, and more than one screen of it.
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(5_000);
  await page.emulateMedia({ media: 'screen' });
  await page.setViewportSize(screen);
}
