// Words for people are in words files, and read as client/lib/words/README.md asks.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { holdsWords, stringsOf, wordsInComponent, wordsInProgram } from '../../scripts/lib/screen-words.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'client'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(svelte|ts)$/.test(file) && !/\.test\.ts$|\.d\.ts$/.test(file));

/** Turns of phrase that people had to translate. */
const ruledOut: readonly RegExp[] = [
  /\breally owed\b/i,
  /\bmoney (is )?known\b/i,
  /\bwhoever\b/i,
  /\bsomebody\b/i,
  /\bnobody\b/i,
  /\bfor want of\b/i,
  /\bcame of it\b/i,
  /\bput (a detail |details |it )?right\b/i,
  /\btake (it |this )?away\b/i,
  /\banew\b/i,
  /\b(could|can) not be (fetched|read|told)\b/i,
  /\bfetching\b/i,
  /\be-mail\b/i,
  /\bno sign either way\b/i,
  /\bnot of now\b/i,
  /\bif you like\b/i,
  /\bstands? (in|on|at|by)\b/i,
  /\bbinds?\b/i,
  /\bnone is\b/i,
  /\bany more\b/i,
  /\bamong yours\b/i,
  /\bnot one of yours\b/i,
  /\bas it must be\b/i,
  /\bbesides?\b/i,
  /\bwas told\b/i,
];

test('[WORDS-1] no component and no program of the client holds a sentence', () => {
  const found = files
    .filter((file) => !holdsWords(file))
    .flatMap((file) => {
      const words = file.endsWith('.svelte')
        ? wordsInComponent(read(file))
        : wordsInProgram(file, read(file));
      return words.map(({ line, text }) => `${file}:${line} ${text}`);
    });
  expect(found).toEqual([]);
});

test('[WORDS-1] a sentence in a component or a program is found', () => {
  const component = `<script>const t = 'Two words';</script><p title="Say it">{t}</p><Row label="Some text" kind="a b" class="x y" />`;
  expect(wordsInComponent(component).map(({ text }) => text)).toEqual(['Say it', 'Some text', 'Two words']);
  const program = `const a = 'a sentence here'; throw new Error('for an engineer'); type B = 'not a string';`;
  expect(wordsInProgram('a.ts', program).map(({ text }) => text)).toEqual(['a sentence here']);
});

test('[WORDS-1] code that looks like words is left alone: markup, queries, events, names of classes, keys and fonts, GeoJSON', () => {
  const code = `button.className = 'marker group'; map.on('moveend resize', draw); new FontFace('Public Sans', url);
    const family = "'Public Sans', system-ui, sans-serif"; const feature = { type: 'Feature' as const };
    matchMedia('(prefers-reduced-motion: reduce)'); row.closest<HTMLElement>('button, input, select');
    if ('Notification' in globalThis || reason === 'io server disconnect') draw();
    class Silent extends Error { constructor() { super('Does not answer.'); this.name = 'Silent'; } }
    element.innerHTML = \`<svg class="map mark"><path class="map-shape" d="\${d}"/></svg>\`;`;
  expect(wordsInProgram('a.ts', code)).toEqual([]);
  const inComponent = `<script lang="ts">matchMedia('(prefers-reduced-motion: reduce)');
    row.closest<HTMLElement>('button, input'); const b = '<path class="map-shape mark"/>'; if ('Notification' in globalThis || why === 'io server disconnect') draw();</script>`;
  expect(wordsInComponent(inComponent)).toEqual([]);
});

test('[WORDS-1] words within markup, and next to code in a call, are found', () => {
  const code = `map.on('click', 'a sentence here'); const a = '<b class="x y">Bold words</b>';
    const b = '<i title="Say this"></i>'; const c = { type: 'Visit' }; class A extends B { constructor() { super('For a person'); } }`;
  const found = [
    'a sentence here',
    '<b class="x y">Bold words</b>',
    '<i title="Say this"></i>',
    'Visit',
    'For a person',
  ];
  expect(wordsInProgram('a.ts', code).map(({ text }) => text)).toEqual(found);
  expect(wordsInComponent(`<script>${code}</script>`).map(({ text }) => text)).toEqual(found);
});

/** The server's sentences: errors, reasons, histories, exports and mails. Code, SQL and single words are left out. */
const ofTheServer = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', 'server'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file))
  .flatMap((file) => stringsOf(file, read(file)).map(({ line, text }) => ({ at: `${file}:${line}`, text })))
  .filter(({ text }) => /^[^\n]*[a-z]{2,} [a-z]/i.test(text) && !isSql(text));

function isSql(text: string): boolean {
  return (
    /\b(select|from|where|update|delete|insert|join|case|coalesce|values|listen)\b/.test(text) &&
    !/[.!?]$/.test(text.trim())
  );
}

test('[WORDS-2] no sentence of the server holds a turn of phrase that the style rules out', () => {
  expect(ofTheServer.length).toBeGreaterThan(500);
  const found = ofTheServer.filter(({ text }) => ruledOut.some((turn) => turn.test(text)));
  expect(found).toEqual([]);
});

test('[WORDS-3] no sentence of the server has more than 30 words', () => {
  const long = ofTheServer.filter(({ text }) =>
    text.split(/(?<=[.?!:;])\s/).some((sentence) => sentence.split(/\s+/).length > 30),
  );
  expect(long).toEqual([]);
});

const sentences = files
  .filter((file) => holdsWords(file))
  .flatMap((file) => stringsOf(file, read(file)).map(({ line, text }) => ({ at: `${file}:${line}`, text })));

test('[WORDS-2] no words file holds a turn of phrase that the style rules out', () => {
  expect(sentences.length).toBeGreaterThan(100);
  const found = sentences.filter(({ text }) => ruledOut.some((turn) => turn.test(text)));
  expect(found).toEqual([]);
});

test('[WORDS-3] no sentence of a words file has more than 25 words', () => {
  const long = sentences.filter(({ text }) =>
    text.split(/(?<=[.?!:])\s/).some((sentence) => sentence.split(/\s+/).length > 25),
  );
  expect(long).toEqual([]);
});

test('[UI-670] every part that loads late shows that it did not come', () => {
  for (const file of files.filter((one) => one.endsWith('.svelte'))) {
    let open: { importing: boolean; caught: boolean }[] = [];
    for (const [block] of read(file).matchAll(/\{#await (?:import\()?|\{:catch|\{\/await\}/g)) {
      if (block.startsWith('{#await')) open.push({ importing: block.includes('import'), caught: false });
      else if (block === '{:catch') open.at(-1)!.caught = true;
      else {
        const { importing, caught } = open.at(-1)!;
        expect(caught || !importing, `${file}: {#await import(…)} without {:catch}<NotLoaded />`).toBe(true);
        open = open.slice(0, -1);
      }
    }
  }
});

/** Components that show why a reading failed, and offer another way to go on than NotLoaded. */
const ownWayOn: Record<string, string> = {
  'client/lib/case/CasePanel.svelte': 'hands the sentence to NotLoaded, and asks whether there is one',
  'client/lib/case/Statement.svelte': 'PrintPage has the button',
  'client/lib/help/PlanPage.svelte': 'PrintPage has the button',
  'client/lib/shell/Opening.svelte': 'the whole start is tried again',
  'client/lib/threads/OpenThread.svelte': 'HomePane has the button',
  'client/lib/worklist/StartPoint.svelte': 'the position is asked for again, or chosen',
};

test('[UI-670] every answer of the server that did not load is shown with “Try again”', () => {
  const showing = files.filter(
    (file) => file.endsWith('.svelte') && /[>{ ]\s*\w+(\.\w+)?\.trouble\b/.test(markupOf(read(file))),
  );
  expect(showing.length).toBeGreaterThan(15);
  for (const file of showing)
    if (!(file in ownWayOn))
      expect(
        /<NotLoaded[^>]*\bwhy=[\s\S]*?\bagain\b/.test(read(file)),
        `${file}: <NotLoaded why={…} again={…} />`,
      ).toBe(true);
  expect(Object.keys(ownWayOn).filter((file) => !showing.includes(file))).toEqual([]);
});

/** Without its script and its style. */
function markupOf(source: string): string {
  return source.replace(/<(script|style)[\s\S]*?<\/\1>/g, '');
}
