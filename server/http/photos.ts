// Photographs in and out: the picture itself is the body, with an id that the device gave, so that a picture sent twice is
// one. What it is gets judged by its bytes; what goes out can be nothing but a picture, for this person, now.
import { createRoute, z } from '@hono/zod-openapi';
import { clockInstant } from '../contract/scalars.ts';
import { happenedAt } from '../domain/device-clock.ts';
import { bodyLimit } from 'hono/body-limit';
import { keepPhoto, largestPhoto, readPhoto } from '../cases/visits/photos.ts';
import { RateLimiter, limits, limitPosts } from './rate-limiter.ts';
import { idParams } from './json-route.ts';
import { json, routes, type Parts, type Routes } from './parts.ts';
import { problem, refuse } from './problem.ts';

const kept = z.object({
  id: z.uuid(),
  mime: z.string(),
  bytes: z.int(),
  width: z.int(),
  height: z.int(),
  takenAt: z.iso.datetime(),
});
const statuses = {
  'not-yours': 404,
  taken: 409,
  'too-large': 413,
  'not-a-photo': 415,
  'too-many': 403,
} as const;
const tooLarge = () =>
  problem(413, {
    detail: 'This photograph is larger than 8 MB. Send a smaller one.',
    headers: { connection: 'close' },
  });

/** The one path whose body may be larger than all others. */
export const takesPhotos = (method: string, path: string): boolean =>
  method === 'POST' && /^\/api\/cases\/\d+\/photos$/.test(path);

export function photoRoutes(parts: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  app.use('/api/cases/:id/photos', limitPosts(new RateLimiter(limits.photos, parts.clock)));
  app.use('/api/cases/:id/photos', bodyLimit({ maxSize: largestPhoto, onError: tooLarge }));

  app.openapi(
    createRoute({
      method: 'post',
      path: '/api/cases/{id}/photos',
      summary:
        'A photograph (JPEG, PNG or WebP, at most 8 MB) as the body; safe to send again under the same photoId',
      request: {
        params: idParams,
        query: z.object({ photoId: z.uuid(), takenAt: clockInstant.optional() }),
      },
      responses: {
        200: { description: 'It was here already', ...json(kept) },
        201: { description: 'Kept', ...json(kept) },
        404: { description: 'No such case, or not in your patches' },
        409: { description: 'Another photograph already has this id' },
        413: { description: 'Over 8 MB' },
        429: { description: 'Too many requests: send it again later' },
        415: { description: 'Not a complete JPEG, PNG or WebP picture' },
      },
    }),
    async (c) => {
      const { photoId, takenAt } = c.req.valid('query');
      const now = parts.clock();
      const data = new Uint8Array(await c.req.arrayBuffer());
      const given = {
        id: photoId,
        data,
        takenAt: takenAt ? happenedAt({ madeAt: Date.parse(takenAt), now }).at : now,
      };
      const answer = await keepPhoto(parts.sql, c.get('actor'), c.req.valid('param').id, given, now);
      if ('message' in answer) {
        const title = answer.status === 'not-a-photo' ? { title: 'Send a JPEG, PNG or WebP picture' } : {};
        return refuse(statuses[answer.status], answer.message, title);
      }
      return c.json(answer.photo, answer.status === 'kept' ? 201 : 200);
    },
  );

  app.openapi(
    createRoute({
      method: 'get',
      path: '/api/photos/{id}',
      summary: 'A photograph of a case that you may see',
      request: { params: z.object({ id: z.uuid() }) },
      responses: {
        200: { description: 'The picture' },
        404: { description: 'No such photograph, or not in your patches' },
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const photo =
        (await readPhoto(parts.sql, c.get('actor'), id)) ??
        refuse(404, 'This photograph does not exist, or is not in your patches.');
      // Not cached by the browser: after signing out no picture of a home may stay on the device.
      return c.body(new Uint8Array(photo.data), 200, {
        'content-type': photo.mime,
        'content-length': String(photo.data.length),
        'content-disposition': `inline; filename="photograph.${photo.mime.slice(6)}"`,
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
      });
    },
  );
  return app;
}
