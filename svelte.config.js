// The client's SvelteKit configuration, handed to the Vite plugin by client/vite.config.ts (SvelteKit 3 reads no file of
// its own, and refuses one in Vite's root). One fallback page, no server rendering: an installable app.
import adapter from '@sveltejs/adapter-static';
import { namingTheFirstLoad } from './client/first-load.js';

/** @type {import('@sveltejs/kit/vite').Config} */
export default {
  adapter: namingTheFirstLoad(
    adapter({ pages: '../build', assets: '../build', fallback: 'app.html', precompress: true }),
  ),
  files: { src: '.', assets: 'static' },
  // The page stays open for days: the running app hears of a new version on its own pace and offers it calmly.
  version: { pollInterval: 5 * 60_000 },
  // Registered once the first page shows its content: client/lib/shell/keep-app.ts.
  serviceWorker: { register: false },
  compilerOptions: { runes: true },
};
