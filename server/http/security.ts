// What every answer and every request has in common: headers that keep a browser from doing more than our pages need,
// and the refusal of cross-site requests (CSRF).
import { createMiddleware } from 'hono/factory';
import { sameOrigin } from '../access/origin.ts';
import type { Env, Parts } from './parts.ts';
import { problem } from './problem.ts';

/** The map draws in workers made from blobs, and tiles come as data; inline scripts only by their hash. */
export function contentPolicy(scriptHashes: string[]): string {
  return [
    "default-src 'self'",
    `script-src ${["'self'", ...scriptHashes].join(' ')}`,
    // Svelte and Leaflet place things with style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Sets the security headers of every answer. `policy`: the content security policy of pages. */
export const securityHeaders = (policy: () => string) =>
  createMiddleware<Env>(async (c, next) => {
    await next();
    const headers = c.res.headers;
    headers.set('x-content-type-options', 'nosniff');
    headers.set('cross-origin-resource-policy', 'same-origin');
    // A script, style or font is no page: what the page's own headers say holds for it. A worker takes its policy from
    // its script. Sixty times a kilobyte of headers is a second on a phone in the rain.
    if (c.req.path.startsWith('/_app/immutable/')) {
      headers.set('content-security-policy', "default-src 'self'");
      return;
    }
    headers.set('content-security-policy', policy());
    headers.set('x-frame-options', 'DENY');
    headers.set('referrer-policy', 'same-origin');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set(
      'permissions-policy',
      'camera=(self), geolocation=(self), screen-wake-lock=(self), microphone=()',
    );
    if (c.req.path.startsWith('/api/') && !headers.has('cache-control'))
      headers.set('cache-control', 'no-store');
  });

/** Refuses with 403 what may change something and comes from another site’s page (CSRF). */
export const ownPagesOnly = (parts: Pick<Parts, 'publicUrl'>) =>
  createMiddleware<Env>(async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    const sent = {
      origin: c.req.header('origin'),
      host: c.req.header('host'),
      fetchSite: c.req.header('sec-fetch-site'),
    };
    if (!sameOrigin(sent, parts.publicUrl))
      return problem(403, { detail: 'This request came from another website.' });
    return next();
  });

/**
 * Refuses with 403 what another site's page has requested, also by a link, and a page of a sibling domain, which is sent our
 * cookies (`same-site`). It could not read the answer, but could measure its length, which compression makes depend on what
 * the request repeats (BREACH), and each reading would be in the audit in the user's name. Programs send no such header.
 */
export const ownAnswersOnly = createMiddleware<Env>(async (c, next) => {
  const site = c.req.header('sec-fetch-site');
  if (site === undefined || site === 'same-origin' || site === 'none') return next();
  return problem(403, { detail: 'This request came from another website.' });
});

/** Requires a session: 401 without one, and 503 while the database is unavailable. */
export const signedInOnly = (parts: Pick<Parts, 'access' | 'log'>) =>
  createMiddleware<Env>(async (c, next) => {
    let found;
    try {
      found = await parts.access.signedIn(c.req.raw.headers);
    } catch (err) {
      parts.log.warn({ err }, 'a session could not be checked');
      return problem(503, { detail: 'Doorstep cannot check who you are. Try again in a minute.' });
    }
    if (!found) return problem(401);
    c.set('actor', found.actor);
    c.set('sessionId', found.sessionId);
    return next();
  });
