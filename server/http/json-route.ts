// A route that answers JSON: its description is data, and the handler returns the answer or throws (`refuse`, problem.ts).
import type { Actor } from '../access/rights.ts';
import { createRoute, z } from '@hono/zod-openapi';
import { largestRowId } from '../contract/scalars.ts';
import type { Context } from 'hono';
import { json, jsonBody, type Env, type Routes } from './parts.ts';

type Nothing = z.ZodObject<Record<string, never>>;

export type JsonRoute<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, S extends z.ZodType> = {
  /** GET unless it has a body. */
  method?: 'get' | 'post';
  path: string;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  /** The schema of the answer. */
  schema: S;
  /** The description of each status; 200 is the answer. */
  responses: Readonly<Record<number, string>>;
};

/** A request that the schemas of its route have accepted. */
export type Checked<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = {
  actor: Actor;
  params: z.infer<P>;
  query: z.infer<Q>;
  body: z.infer<B>;
  c: Context<Env>;
};

/**
 * Adds a route that answers JSON: GET, or POST where it has a body, unless `method` says otherwise. Input that the
 * schemas do not accept is refused with a problem document. `answer` throws to refuse (problem.ts).
 */
export function jsonRoute<
  S extends z.ZodType,
  P extends z.ZodType = Nothing,
  Q extends z.ZodType = Nothing,
  B extends z.ZodType = Nothing,
>(
  app: Routes,
  route: JsonRoute<P, Q, B, S>,
  answer: (request: Checked<P, Q, B>) => z.infer<S> | Promise<z.infer<S>>,
): void {
  const { path, summary, params, query, body, schema, responses } = route;
  const request = {
    ...(params && { params: params as never }),
    ...(query && { query: query as never }),
    ...(body && { body: jsonBody(body) }),
  };
  app.openapi(
    createRoute({
      method: route.method ?? (body ? 'post' : 'get'),
      path,
      summary,
      request,
      responses: { ...described(responses), 200: { description: responses[200]!, ...json(schema) } },
    }),
    async (c) => {
      const valid = (target: 'param' | 'query' | 'json') => c.req.valid(target as never) as never;
      const checked = {
        actor: c.get('actor'),
        params: valid('param'),
        query: valid('query'),
        body: valid('json'),
        c: c as unknown as Context<Env>,
      };
      return c.json((await answer(checked)) as never, 200) as never;
    },
  );
}

const described = (responses: Readonly<Record<number, string>>): Record<number, { description: string }> =>
  Object.fromEntries(Object.entries(responses).map(([status, description]) => [status, { description }]));

/** A number that names a row. */
export const rowId = z.coerce.number().int().positive().max(largestRowId);
/** The path's `{id}` as the number of a row. */
export const idParams = z.object({ id: rowId });
/** The words of a search, in a request's body. */
export const searchWords = z
  .string()
  .trim()
  .max(200)
  .refine((words) => !words.includes('\0'), 'has a character that cannot be saved');
