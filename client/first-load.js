// What the first page needs comes at once, in few files: its own modules lie in one chunk, and the addresses of all of
// them are in the page that the server hands out, so that the browser asks for everything together instead of finding it
// script by script. For the build only.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const nodes = ['+error.svelte', '(work)/+layout.svelte', '(work)/worklist/+page.svelte'];
const caseNode = '(work)/cases/[id]/+page.svelte';
/** In app.html, where the addresses of the case page's files are put. */
const caseFilesPlace = 'const caseFiles = [];';
const first = ['+layout.svelte', ...nodes].map((file) => join(import.meta.dirname, 'routes', file));

/** The page of one case: the second page that is opened by its address, from a message or a bookmark. */
const casePage = join(import.meta.dirname, 'routes', caseNode);
/** @type {(...files: string[]) => string[]} */
const inLib = (...files) => files.map((file) => join(import.meta.dirname, 'lib', `${file}.svelte`));
/** What the frame of the app loads once the first page is there (lib/shell/Notices.svelte). */
const notes = inLib('together/TogetherNotes', 'shell/UpdateNote', 'shell/InstallNote');
/** The same, for people who write in conversations. */
const threadNotes = inLib('threads/UndoSettle');
/** What a case page loads after its first paint (lib/case/CasePanel.svelte), without the chart, which is large. */
const caseParts = inLib('help/Help', 'law/Law', 'threads/Messages');

/**
 * Groups of modules for Rolldown: Svelte in one chunk, SvelteKit as it would lie without us (it reads its own version
 * while its modules are evaluated, which must come after its start script has set it: grouped, every page that is not
 * found reloaded for ever), and one chunk each for what the worklist imports statically, and for what is loaded together
 * after it: sixty small ones cost a phone more in requests and headers than in code. A group takes what its files import,
 * without what a group of higher priority has.
 * @returns {import('vite').Rolldown.CodeSplittingGroup[]}
 */
export function firstLoadGroups() {
  return [
    // With what Vite adds to every import(): a request fewer.
    {
      name: 'svelte',
      priority: 7,
      test: /[\\/]node_modules[\\/](svelte|esm-env|clsx)[\\/]|vite\/preload-helper/,
    },
    {
      name: 'kit',
      priority: 6,
      entriesAware: true,
      test: /[\\/]node_modules[\\/](@sveltejs|devalue)[\\/]|__sveltekit/,
    },
    importedBy('first', first, 5),
    importedBy('notes', notes, 4),
    importedBy('thread-notes', threadNotes, 3),
    importedBy('case', [casePage], 2),
    importedBy('case-parts', caseParts, 1),
  ];
}

/**
 * What the files import statically, directly or not.
 * @param {string} name
 * @param {readonly string[]} files
 * @param {number} priority
 * @returns {import('vite').Rolldown.CodeSplittingGroup}
 */
function importedBy(name, files, priority) {
  /** @type {Map<string, boolean>} */
  const known = new Map();
  /** @type {(id: string, importers: (id: string) => readonly string[]) => boolean} */
  const isImported = (id, importers) => {
    const was = known.get(id);
    if (was !== undefined) return was;
    // Until it is found out: modules may import each other in a ring.
    known.set(id, false);
    const is = files.includes(id) || importers(id).some((by) => isImported(by, importers));
    known.set(id, is);
    return is;
  };
  return {
    debugName: name,
    priority,
    name: (id, context) =>
      isImported(id, (one) => context.getModuleInfo(one)?.importers ?? []) ? name : null,
  };
}

/**
 * An adapter whose fallback page also names the worklist's own modules and styles.
 * @param {import('@sveltejs/kit').Adapter} adapter
 * @returns {import('@sveltejs/kit').Adapter}
 */
export function namingTheFirstLoad(adapter) {
  return {
    ...adapter,
    async adapt(builder) {
      const generateFallback = builder.generateFallback.bind(builder);
      builder.generateFallback = async (page) => {
        await generateFallback(page);
        const html = readFileSync(page, 'utf8');
        const files = filesOf(builder.config.outDir, nodes);
        const links = files
          .filter((file) => !html.includes(`"/${file}"`))
          .map((file) =>
            file.endsWith('.css')
              ? `<link href="/${file}" rel="stylesheet">`
              : `<link href="/${file}" rel="modulepreload">`,
          );
        // SvelteKit also names the styles of what is imported later, and the first paint would wait for each of them.
        const needed = html.replace(/\s*<link href="\/([^"]+\.css)" rel="stylesheet">/g, (link, file) =>
          files.includes(file) ? link : '',
        );
        // Only a page that opens with a case requests the files of the case page: see the script in app.html.
        const ofCase = filesOf(builder.config.outDir, [caseNode]).filter((file) => !files.includes(file));
        if (!needed.includes(caseFilesPlace))
          throw new Error('app.html has no place for the case page’s files.');
        writeFileSync(
          page,
          needed
            .replace('</head>', `${links.join('\n\t\t')}\n\t</head>`)
            .replace(caseFilesPlace, `const caseFiles = ${JSON.stringify(ofCase)};`),
        );
      };
      await adapter.adapt(builder);
    },
  };
}

/**
 * The files of these routes' modules and of all that they import statically.
 * @param {string} outDir
 * @param {readonly string[]} routes
 */
function filesOf(outDir, routes) {
  /** @type {Record<string, { file: string, imports?: string[], css?: string[] }>} */
  const manifest = JSON.parse(readFileSync(join(outDir, 'output/client/.vite/manifest.json'), 'utf8'));
  const generated = join(outDir, 'generated/build/client-optimized/nodes');
  const wanted = readdirSync(generated).filter((name) => {
    const text = readFileSync(join(generated, name), 'utf8');
    return routes.some((route) => text.includes(`/routes/${route}"`));
  });
  if (wanted.length !== routes.length)
    throw new Error('The first page’s own parts were not found: see first-load.js.');
  /** @type {Set<string>} */
  const files = new Set();
  /** @param {string} key */
  const add = (key) => {
    const entry = manifest[key];
    if (!entry || files.has(entry.file)) return;
    files.add(entry.file);
    for (const css of entry.css ?? []) files.add(css);
    for (const one of entry.imports ?? []) add(one);
  };
  for (const key of Object.keys(manifest))
    if (wanted.some((name) => key.endsWith(`client-optimized/nodes/${name}`))) add(key);
  return [...files];
}
