// All of the environment that Doorstep reads, validated in one place: the rest of the code is handed the result.
// A bad value stops the start with one line that names it; values are never repeated, for some are secrets.
import { join, resolve } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '..');
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).optional();
const url = (protocols: RegExp, example: string) =>
  z.url({ protocol: protocols, error: `must be a URL such as ${example}` }).optional();
const whole = (from: number, to: number, standard: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(/^\d{1,7}$/, { error })
    .transform(Number)
    .pipe(z.int({ error }).min(from, { error }).max(to, { error }))
    .default(standard);
};

const variables = z.object({
  PORT: whole(0, 65_535, 3000),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, { error: 'must be a host name or an address' })
    .default('127.0.0.1'),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgres://user:password@host:5432/database'),
  DOORSTEP_DATA: z.string().default(join(root, '.data')),
  DEMO: onOff,
  DEMO_HOMES: whole(1, 150_000, 3000),
  SIMULATE: onOff,
  REDIS_URL: url(/^rediss?$/, 'redis://host:6379'),
  PUBLIC_URL: url(/^https?$/, 'https://doorstep.example.org'),
  MAP_TILES: z.string().optional(),
  ROUTER_URL: url(/^https?$/, 'http://router.example.org:5000'),
  ROUTER_WALKING_URL: url(/^https?$/, 'http://router.example.org:5001'),
  OIDC_ISSUER: url(/^https?$/, 'https://login.example.org'),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  LOG_LEVEL: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info'),
});

export type Oidc = { issuer: string; clientId: string; clientSecret: string };
export type Environment = {
  port: number;
  host: string;
  /** null: the embedded Postgres. */
  databaseUrl: string | null;
  /** Absolute: the embedded database, logs, what is made once and kept. */
  dataFolder: string;
  /** null: the log goes to stdout, for a supervisor to keep; with the embedded Postgres it is a file. */
  logFolder: string | null;
  demo: boolean;
  demoHomes: number;
  simulate: boolean;
  redisUrl: string | null;
  publicUrl: string | null;
  mapTiles: string | null;
  /** OSRM servers: one is made for cars or for feet, so each way of going has its own. null: straight lines. */
  routers: { driving: string | null; walking: string | null };
  oidc: Oidc | null;
  logLevel: (typeof levels)[number];
};

/** Something in the environment is not as it must be; the message is one line that names it. */
export class BadEnvironment extends Error {
  override name = 'BadEnvironment';
}

/** Reads and checks; empty counts as unset. Throws BadEnvironment. */
export function readEnvironment(from: Record<string, string | undefined> = process.env): Environment {
  const given = Object.fromEntries(
    Object.keys(variables.shape).flatMap((name) => (from[name]?.trim() ? [[name, from[name].trim()]] : [])),
  );
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new BadEnvironment(`${String(issue!.path[0])} ${issue!.message}.`);
  }
  const v = parsed.data;
  const embedded = v.DATABASE_URL === undefined;
  const demo = v.DEMO === undefined ? embedded : v.DEMO === 'on';
  return {
    port: v.PORT,
    host: v.HOST,
    databaseUrl: v.DATABASE_URL ?? null,
    dataFolder: resolve(v.DOORSTEP_DATA),
    logFolder: embedded ? resolve(v.DOORSTEP_DATA) : null,
    demo,
    demoHomes: v.DEMO_HOMES,
    simulate: v.SIMULATE === undefined ? embedded && demo : v.SIMULATE === 'on',
    redisUrl: v.REDIS_URL ?? null,
    publicUrl: v.PUBLIC_URL ? new URL(v.PUBLIC_URL).origin : null,
    mapTiles: v.MAP_TILES ?? null,
    routers: { driving: v.ROUTER_URL ?? null, walking: v.ROUTER_WALKING_URL ?? null },
    oidc: oidcOf(v),
    logLevel: v.LOG_LEVEL,
  };
}

function oidcOf(v: z.infer<typeof variables>): Oidc | null {
  const names = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;
  const missing = names.filter((name) => !v[name]);
  if (missing.length === names.length) return null;
  if (missing.length > 0)
    throw new BadEnvironment(`${missing[0]} must be set too when another OIDC_ value is.`);
  return { issuer: v.OIDC_ISSUER!, clientId: v.OIDC_CLIENT_ID!, clientSecret: v.OIDC_CLIENT_SECRET! };
}
