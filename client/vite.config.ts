import { join } from 'node:path';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import config from '../svelte.config.js';

const api = process.env['DOORSTEP_API'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [sveltekit(config)],
  // SvelteKit needs its own version of cookie; left external it would find engine.io's older one.
  ssr: { noExternal: ['cookie'] },
  build: { target: 'es2023', reportCompressedSize: false },
  server: {
    fs: {
      allow: ['contract', 'domain'].map((room) => join(import.meta.dirname, '../server', room)),
    },
    proxy: {
      '/api': api,
      '/healthz': api,
      '/readyz': api,
      '/map': api,
      '/socket.io': { target: api, ws: true },
    },
  },
});
