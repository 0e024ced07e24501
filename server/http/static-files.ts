// The built client: files as they lie in build/, hashed ones for ever, and the one fallback page for the app's routes.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import type { Env, Parts } from './parts.ts';
import { problem } from './problem.ts';

const fallback = 'app.html';

/** The fallback page and what its inline scripts hash to; read again when a new build replaces it. */
export class FallbackPage {
  readonly #file: string;
  #read: { mtimeMs: number; html: string; hashes: string[] } | null = null;

  constructor(buildFolder: string) {
    this.#file = join(buildFolder, fallback);
  }

  get html(): string | null {
    return this.#current()?.html ?? null;
  }
  get scriptHashes(): string[] {
    return this.#current()?.hashes ?? [];
  }

  #current() {
    const stat = statSync(this.#file, { throwIfNoEntry: false });
    if (!stat) return null;
    if (this.#read?.mtimeMs !== stat.mtimeMs) {
      const html = readFileSync(this.#file, 'utf8');
      const scripts = [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)];
      const hashes = scripts.map(
        ([, script]) => `'sha256-${createHash('sha256').update(script!).digest('base64')}'`,
      );
      this.#read = { mtimeMs: stat.mtimeMs, html, hashes };
    }
    return this.#read;
  }
}

export function staticFileRoutes(parts: Pick<Parts, 'buildFolder'>, page: FallbackPage): Hono<Env> {
  const app = new Hono<Env>();
  app.use('*', async (c, next) => {
    await next();
    if (!c.res.ok) return;
    const forever = c.req.path.startsWith('/_app/immutable/');
    c.res.headers.set('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
  });
  app.use('*', serveStatic({ root: parts.buildFolder, index: fallback, precompressed: true }));
  app.get('*', (c) => {
    // A page's path has no dot in its last part: a missing script must be a 404, never a page.
    if (/\.[^/]*$/.test(c.req.path)) return problem(404);
    const html = page.html;
    if (html === null) return problem(503, { detail: 'The pages are not built yet: run npm start once.' });
    return c.html(html);
  });
  return app;
}
