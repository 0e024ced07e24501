// The program that measures the layout of pages finds each kind of fault, and nothing on a page without any.
import { afterAll, expect, test } from 'vitest';
import { closeBrowser, newPage } from '../support/browser.ts';
import { layoutFaults } from '../../scripts/lib/layout-faults.ts';

afterAll(closeBrowser);

const right = `<style>body { font: 16px/1.5 sans-serif; margin: 8px } button { min-height: 44px; padding: 8px 16px }
  .sheet { position: fixed; inset: 60px 0 0; background: white } .short { width: 90px; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap }</style>
  <h1>A heading</h1><button>Save</button> <p>Text with <a href="#a">a link</a> in it. name.surname@example.org</p>
  <p class="short">A very long line that is shortened with a mark</p>`;

/** What each kind of fault looks like, by the words with which it is reported. */
const wrong: Record<string, string> = {
  'tall control': '<div style="display:flex;height:128px"><button>Chip</button></div>',
  'overlapping text':
    '<p style="position:absolute;top:160px;left:10px">One text</p><p style="position:absolute;top:164px;left:20px">Another</p>',
  'cut text': '<div style="height:14px;overflow:hidden"><p style="margin:0">Two lines of<br>text</p></div>',
  'cut control': '<div style="height:36px;overflow:hidden"><button>Save all</button></div>',
  'broken word': '<p style="width:60px;overflow-wrap:anywhere">Montgomery</p>',
  'small target': '<button style="min-height:0;height:30px;padding:0 8px">Small</button>',
  'focus order':
    '<div style="display:flex"><button style="order:2">First</button><button>Second</button></div>',
};

test('[TEST-35] each fault of layout is found, and none where there is none', async () => {
  const { page } = await newPage('http://localhost', { viewport: { width: 390, height: 844 } });
  await page.setContent(right);
  expect(await layoutFaults(page, true)).toEqual([]);
  for (const [kind, html] of Object.entries(wrong)) {
    await page.setContent(right + html);
    const kinds = (await layoutFaults(page, true)).map((fault) => fault.split(':')[0]);
    expect(new Set(kinds), kind).toEqual(new Set([kind]));
  }
  // A scrolled list may be cut as a whole: then its end can never be reached.
  const list = '<div style="height:120px;overflow:auto">' + '<p>A line of a list</p>'.repeat(9) + '</div>';
  for (const [height, faults] of [
    [120, 0],
    [90, 1],
  ] as const) {
    await page.setContent(`${right}<div style="height:${height}px;overflow:hidden">${list}</div>`);
    expect(await layoutFaults(page, true), `${height} px`).toHaveLength(faults);
  }
  // What a sheet hides is not there for the eye.
  await page.setContent(
    `${right}${wrong['overlapping text']}<div class="sheet"><button>Close</button></div>`,
  );
  expect(await layoutFaults(page, true)).toEqual([]);
});
