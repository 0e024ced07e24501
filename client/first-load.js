// What the first page needs comes at once, in few files: its own modules lie in one chunk, and the addresses of all of
// them are in the page that the server hands out, so that the browser asks for everything together instead of finding it
// script by script. For the build only.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const nodes = ['+error.svelte', '(work)/+layout.svelte', '(work)/worklist/+page.svelte'];
const first = ['+layout.svelte', ...nodes].map((file) => join(import.meta.dirname, 'routes', file));

/**
 * Groups of modules for Rolldown: Svelte in one chunk, SvelteKit as it would lie without us (it reads its own version
 * while its modules are evaluated, which must come after its start script has set it: grouped, every page that is not
 * found reloaded for ever), and in one chunk what the worklist imports statically. Sixty small ones cost a phone more
 * in requests and headers than in code.
 * @returns {import('vite').Rolldown.CodeSplittingGroup[]}
 */
export function firstLoadGroups() {
  /** @type {Map<string, boolean>} */
  const known = new Map();
  /** @type {(id: string, importers: (id: string) => readonly string[]) => boolean} */
  const atFirst = (id, importers) => {
    const was = known.get(id);
    if (was !== undefined) return was;
    // Until it is found out: modules may import each other in a ring.
    known.set(id, false);
    const is = first.includes(id) || importers(id).some((by) => atFirst(by, importers));
    known.set(id, is);
    return is;
  };
  return [
    // With what Vite adds to every import(): a request fewer.
    {
      name: 'svelte',
      priority: 3,
      test: /[\\/]node_modules[\\/](svelte|esm-env|clsx)[\\/]|vite\/preload-helper/,
    },
    {
      name: 'kit',
      priority: 2,
      entriesAware: true,
      test: /[\\/]node_modules[\\/](@sveltejs|devalue)[\\/]|__sveltekit/,
    },
    {
      debugName: 'first',
      priority: 1,
      name: (id, context) =>
        atFirst(id, (one) => context.getModuleInfo(one)?.importers ?? []) ? 'first' : null,
    },
  ];
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
        const files = firstFiles(builder.config.outDir);
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
        writeFileSync(page, needed.replace('</head>', `${links.join('\n\t\t')}\n\t</head>`));
      };
      await adapter.adapt(builder);
    },
  };
}

/** @param {string} outDir */
function firstFiles(outDir) {
  /** @type {Record<string, { file: string, imports?: string[], css?: string[] }>} */
  const manifest = JSON.parse(readFileSync(join(outDir, 'output/client/.vite/manifest.json'), 'utf8'));
  const generated = join(outDir, 'generated/build/client-optimized/nodes');
  const wanted = readdirSync(generated).filter((name) => {
    const text = readFileSync(join(generated, name), 'utf8');
    return nodes.some((node) => text.includes(`/routes/${node}"`));
  });
  if (wanted.length !== nodes.length)
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
