import { join } from 'node:path';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import config from '../svelte.config.js';
import { firstLoadGroups } from './first-load.js';
import { plainIcons } from './plain-icons.js';

// The server compares a request's origin with the host that it was sent to: keep the Host header that the browser sent.
const api = { target: process.env['DOORSTEP_API'] ?? 'http://127.0.0.1:3000', changeOrigin: false };

export default defineConfig({
  root: import.meta.dirname,
  plugins: [plainIcons(), sveltekit(config)],
  // SvelteKit needs its own version of cookie; left external it would find engine.io's older one.
  ssr: { noExternal: ['cookie'] },
  build: {
    target: 'es2023',
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: firstLoadGroups() } } },
  },
  // The map's worker: pmtiles wraps each of its functions in a call of `d`, which only sets its name (esbuild's keepNames). Taken
  // for pure, what the map does not use of that library is left out, 1 kB of 15.
  worker: { rolldownOptions: { treeshake: { manualPureFunctions: ['d'] } } },
  server: {
    fs: {
      allow: ['contract', 'domain'].map((room) => join(import.meta.dirname, '../server', room)),
    },
    proxy: {
      '/api': api,
      '/healthz': api,
      '/readyz': api,
      '/map': api,
      '/socket.io': { ...api, ws: true },
    },
  },
});
