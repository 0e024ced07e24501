// Lucide's icons as plain markup. The package draws each icon through a general component that works out every attribute
// at run time: a sixth of the script time in which a phone shows the list. Here each icon becomes a component whose
// elements are fixed when it is built, with the two properties that this app uses. The types stay the package's.

/** @param {Record<string, string | number>} attributes */
const written = (attributes) =>
  Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('');

/** @returns {import('vite').Plugin} */
export function plainIcons() {
  return {
    name: 'plain-icons',
    enforce: 'pre',
    transform: {
      filter: { id: /@lucide[\\/]svelte[\\/]dist[\\/]icons[\\/][^?]*\.svelte$/ },
      handler(code, id) {
        const found = /const iconData = (\{.*\});/.exec(code)?.[1];
        if (!found) throw new Error(`${id} has another form than expected: see plain-icons.js.`);
        /** @type {{ node: [string, Record<string, string | number>][] }} */
        const { node } = JSON.parse(found);
        const parts = node.map(([tag, attributes]) => `<${tag}${written(attributes)} />`);
        return {
          code: `<script>let { size = 24, strokeWidth = 2 } = $props();</script>
<svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width={strokeWidth} stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${parts.join('')}</svg>`,
          map: null,
        };
      },
    },
  };
}
