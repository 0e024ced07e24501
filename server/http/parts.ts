// The dependencies of the HTTP routes, and what a request carries once it is authenticated.
import type { Actor } from '../access/rights.ts';
import { OpenAPIHono, type z } from '@hono/zod-openapi';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Sql } from '../../db/connect.ts';
import type { Access } from '../access/access.ts';
import type { Cases } from '../cases/cases.ts';
import type { Conversations } from '../cases/threads/conversations.ts';
import type { Referrals } from '../cases/help/read-referrals.ts';
import type { PushStore } from '../cases/push/push-store.ts';
import type { Hub } from '../hub/hub.ts';
import type { Push } from '../hub/push/push.ts';
import type { RowSnapshots } from '../performance/tiles/rows.ts';
import type { Tiles } from '../performance/tiles/tiles.ts';
import type { LiveWorklist } from '../hub/types.ts';
import type { Log } from '../log.ts';
import type { Routers } from './router.ts';
import { refuseInput } from './problem.ts';

export type Parts = {
  sql: Sql;
  access: Access;
  worklist: LiveWorklist;
  tiles: Pick<Tiles, 'of' | 'timeZone' | 'composed' | 'sums'>;
  rowSnapshots: RowSnapshots;
  /** A function, because the hub needs the server and is created after the app. */
  hub: () => Hub | null;
  cases: Cases;
  conversations: Conversations;
  referrals: Referrals;
  push: Pick<Push, 'publicKey' | 'allows'>;
  pushStore: PushStore;
  log: Log;
  demo: boolean;
  publicUrl: string | null;
  /** The client's network address. */
  addressOf: AddressOf;
  version: string;
  /** The absolute path of the built client. */
  buildFolder: string;
  clock: () => number;
  /** Travel times; each is null where no router is configured. */
  routers: Routers;
};

export type Env = { Bindings: HttpBindings; Variables: { actor: Actor; sessionId: string } };
export type AddressOf = (c: Context<Env>) => string;
export type Routes = OpenAPIHono<Env>;

/** An app for routes, which refuses input that their schemas do not accept. */
export const routes = (): Routes => new OpenAPIHono<Env>({ defaultHook: refuseInput });

/** The content of an answer or a request in the document of the API: JSON of that schema. */
export const json = <T extends z.ZodType>(schema: T) => ({ content: { 'application/json': { schema } } });
/** The same as a required body. */
export const jsonBody = <T extends z.ZodType>(schema: T) => ({ required: true, ...json(schema) });
