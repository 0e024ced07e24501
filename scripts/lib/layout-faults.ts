// The faults of a page's layout that eyes miss on the hundredth picture: controls taller than their text, texts that overlap,
// are cut or broken inside a word, targets too small for a finger, and a focus order that is not the order on screen.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';

const script = readFileSync(join(import.meta.dirname, 'layout-faults.js'), 'utf8');

/** What is wrong on the page as it is now, one sentence each. `touch`: targets have to be 44 px high. */
export const layoutFaults = (page: Page, touch: boolean): Promise<string[]> =>
  page.evaluate<string[]>(`(() => { ${script}; return layoutFaults({ touch: ${touch} }); })()`);
