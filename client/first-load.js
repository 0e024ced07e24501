// What the first page needs comes at once: its address is in the page that the server hands out, so that the browser
// asks for all of it together instead of finding it script by script. For the build only.
// Chunks are not grouped for this: SvelteKit reads its own version while its modules are evaluated, which must come after
// its start script has set it; grouped, every page that is not found reloaded for ever.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const nodes = ['+error.svelte', '(work)/+layout.svelte', '(work)/worklist/+page.svelte'];

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
        const links = firstFiles(builder.config.outDir)
          .filter((file) => !html.includes(`"/${file}"`))
          .map((file) =>
            file.endsWith('.css')
              ? `<link href="/${file}" rel="stylesheet">`
              : `<link href="/${file}" rel="modulepreload">`,
          );
        writeFileSync(page, html.replace('</head>', `${links.join('\n\t\t')}\n\t</head>`));
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
