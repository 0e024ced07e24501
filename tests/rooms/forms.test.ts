// Every component in which a person types text saves it as a draft (client/lib/live/written.svelte.ts), or is listed here
// with the reason why it need not. The test reads the source files.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const client = resolve(import.meta.dirname, '../../client');

const inForm = 'a field of another form, which keeps it';
const visit = 'a step of a visit, kept with its draft (lib/visit/open-visit.svelte.ts)';
const question = 'a search or a filter: a question, no record';
const exempt: Record<string, string> = {
  'lib/forms/Field.svelte': inForm,
  'lib/forms/MoneyInput.svelte': inForm,
  'lib/threads/Composer.svelte': inForm,
  'lib/threads/Presets.svelte': inForm,
  'lib/help/LineFields.svelte': inForm,
  'lib/visit/steps/CheckMore.svelte': visit,
  'lib/visit/steps/DampRooms.svelte': visit,
  'lib/visit/steps/EndStep.svelte': visit,
  'lib/visit/steps/MoneyStep.svelte': visit,
  'lib/visit/steps/NextStep.svelte': visit,
  'lib/visit/steps/WhoStep.svelte': visit,
  'lib/kit/SearchField.svelte': question,
  'lib/worklist/StartPoint.svelte':
    'a place to start from: lib/worklist/place.svelte.ts keeps what was chosen',
  'lib/wallboard/Screens.svelte': 'a code that works once, and is never kept',
  'routes/sign-in/+page.svelte': 'a password is never kept',
};

/** A field for text: not a choice, a day, a time or a file. */
function hasWords(text: string): boolean {
  const markup = text.replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/g, '');
  if (/<textarea\b|\bcontenteditable\b/.test(markup)) return true;
  const chosen = /\btype="(?:checkbox|radio|date|time|file)"/;
  const fields = [...markup.matchAll(/<(?:input|Field)\b[\s\S]*?\/>/g)].map(([field]) => field);
  return fields.some((field) => !chosen.test(field));
}

const typedIn = (readdirSync(client, { recursive: true }) as string[])
  .filter((file) => file.endsWith('.svelte') && !/^build|\.svelte-kit/.test(file))
  .map((file) => ({ file, text: readFileSync(join(client, file), 'utf8') }))
  .filter(({ text }) => hasWords(text));
const keeps = (text: string) => /\bnew (?:Written|Draft)\(|\bwords=\{\{/.test(text);

test('[UI-491] every component with a text field saves drafts, or is listed here with the reason', () => {
  expect(typedIn.length).toBeGreaterThan(30);
  const loses = typedIn.filter(({ file, text }) => !keeps(text) && !(file in exempt)).map(({ file }) => file);
  expect(loses).toEqual([]);
});

test('[UI-491] no component is listed that saves drafts, or that has no text field any more', () => {
  const inNeed = typedIn.filter(({ text }) => !keeps(text)).map(({ file }) => file);
  expect(Object.keys(exempt).filter((file) => !inNeed.includes(file))).toEqual([]);
});

test('[UI-491] passwords and codes are in no component that saves drafts', () => {
  const secret = /type="password"|autocomplete="(?:current-password|new-password|one-time-code)"/;
  expect(typedIn.filter(({ text }) => keeps(text) && secret.test(text)).map(({ file }) => file)).toEqual([]);
});

test('[UI-550] every amount of money is typed into the one input for it, and every form that reads one says so at its field', () => {
  const all = (readdirSync(client, { recursive: true }) as string[])
    .filter((file) => file.endsWith('.svelte') && !/^build|\.svelte-kit/.test(file))
    .map((file) => ({ file, text: readFileSync(join(client, file), 'utf8') }));
  const inputs = all.filter(({ text }) => /inputmode=("|\{)[^>]*decimal/.test(text)).map(({ file }) => file);
  expect(inputs).toEqual(['lib/forms/MoneyInput.svelte']);
  // With the limits that its reader has: the field and the form say the same.
  const fields = all.flatMap(({ file, text }) =>
    [...text.matchAll(/<(?:Field|MoneyInput)\b[\s\S]*?\/?>/g)].map(([field]) => ({ file, field })),
  );
  const money = fields.filter(({ field }) => /type="money"|^<MoneyInput/.test(field));
  expect(money.length).toBeGreaterThanOrEqual(6);
  expect(money.filter(({ field }) => !/\blimits=\{|\{limits\}/.test(field))).toEqual([]);
  // Who reads an amount has a field of that kind, with the limits that it reads with.
  const readers = all.filter(({ file, text }) => /\breadMoney\(/.test(text) && !inputs.includes(file));
  expect(readers.length).toBeGreaterThanOrEqual(3);
  for (const { file, text } of readers) {
    const [, limits] = /readMoney\([\w.]+, (\w+)\)/.exec(text)!;
    expect(text, file).toMatch(/type="money"|<MoneyInput/);
    expect(text, file).toContain(`limits={${limits}}`);
  }
});
