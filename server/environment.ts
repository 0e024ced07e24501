// All environment variables that Doorstep reads, validated in one place. A bad value stops the start with one line that
// names it; values are never printed, because some are secrets.
import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { dayNumberIn } from './domain/zone.ts';

const root = join(import.meta.dirname, '..');
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const nations = ['england', 'wales', 'scotland', 'northern_ireland'] as const;
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

/** An address (10.0.0.1, ::1) or a network (10.0.0.0/8). */
const isNetwork = (text: string) => {
  const [, address, bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address ?? '');
  return family !== 0 && (bits === undefined || Number(bits) <= (family === 4 ? 32 : 128));
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
  PUBLIC_URL: url(/^https?$/, 'https://doorstep.example.org'),
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((one) => one !== ''))
    .refine((all) => all.every(isNetwork), {
      error: 'must be addresses or networks with commas between, such as 127.0.0.1, 10.0.0.0/8',
    })
    .default([]),
  MAP_TILES: z.string().optional(),
  LANDLORD_NAME: z.string().max(200, { error: 'must be a name of at most 200 characters' }).optional(),
  LANDLORD_NATION: z.enum(nations, { error: `must be one of ${nations.join(', ')}` }).optional(),
  LANDLORD_TIME_ZONE: z
    .string()
    .refine(isTimeZone, { error: 'must be the name of a time zone such as Europe/London' })
    .optional(),
  LANDLORD_WEEK_STARTS_ON: z
    .string()
    .regex(/^[1-7]$/, { error: 'must be a number from 1 (Monday) to 7 (Sunday)' })
    .transform(Number)
    .optional(),
  ROUTER_URL: url(/^https?$/, 'http://router.example.org:5000'),
  ROUTER_WALKING_URL: url(/^https?$/, 'http://router.example.org:5001'),
  OIDC_ISSUER: url(/^https?$/, 'https://login.example.org'),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  LOG_LEVEL: z.enum(levels, { error: `must be one of ${levels.join(', ')}` }).default('info'),
});

type Oidc = { issuer: string; clientId: string; clientSecret: string };
/** What the environment sets in the landlord's row; null: not set. */
export type LandlordSettings = {
  name: string | null;
  nation: (typeof nations)[number] | null;
  timeZone: string | null;
  /** The day on which rent weeks begin: 1 is Monday, 7 is Sunday. */
  weekStartsOn: number | null;
};
export type Environment = {
  port: number;
  host: string;
  /** null: the embedded Postgres. */
  databaseUrl: string | null;
  /** Absolute path of the folder for the embedded database, logs and generated files. */
  dataFolder: string;
  /** null: the log goes to stdout, for a supervisor to keep; with the embedded Postgres it is a file. */
  logFolder: string | null;
  demo: boolean;
  demoHomes: number;
  simulate: boolean;
  publicUrl: string | null;
  /** Addresses and networks of proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[];
  /** The absolute path of a PMTiles file, or its URL. */
  mapTiles: string | null;
  landlord: LandlordSettings;
  /** OSRM servers, one for each mode of travel (car, foot). null: straight lines. */
  routers: { driving: string | null; walking: string | null };
  oidc: Oidc | null;
  logLevel: (typeof levels)[number];
};

/** An invalid environment variable; the message is one line that names it. */
export class BadEnvironment extends Error {
  override name = 'BadEnvironment';
}

/** Reads and validates; an empty value counts as unset. Throws BadEnvironment. */
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
  checkDataFolder(resolve(v.DOORSTEP_DATA));
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
    publicUrl: v.PUBLIC_URL ? new URL(v.PUBLIC_URL).origin : null,
    mapTiles: v.MAP_TILES === undefined ? null : mapTilesOf(v.MAP_TILES),
    landlord: {
      name: v.LANDLORD_NAME ?? null,
      nation: v.LANDLORD_NATION ?? null,
      timeZone: v.LANDLORD_TIME_ZONE ?? null,
      weekStartsOn: v.LANDLORD_WEEK_STARTS_ON ?? null,
    },
    trustedProxies: v.TRUSTED_PROXIES,
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

function isTimeZone(name: string): boolean {
  try {
    dayNumberIn(name, 0);
    // An offset such as +01:00 is refused: it has no summer time, and the database reads it with the opposite sign.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}

/** Checks the file at the start, where the operator sees an error; later only officers would miss the map. */
function mapTilesOf(given: string): string {
  if (/^https?:\/\//i.test(given)) {
    if (!URL.canParse(given)) throw new BadEnvironment('MAP_TILES must be a PMTiles file or its URL.');
    return given;
  }
  const path = resolve(given);
  const magic = Buffer.alloc(7);
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, magic, 0, magic.length, 0);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT' || code === 'ENOTDIR'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : 'it cannot be read';
    throw new BadEnvironment(`MAP_TILES must be a PMTiles file or its URL: ${why}.`);
  }
  if (magic.toString('latin1') !== 'PMTiles')
    throw new BadEnvironment('MAP_TILES must be a PMTiles file or its URL: the file is something else.');
  return path;
}

/** It need not exist yet, but its nearest existing parent must be writable. */
function checkDataFolder(folder: string): void {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  const wrong = (why: string) =>
    new BadEnvironment(`DOORSTEP_DATA must be a folder that can be written: ${why}.`);
  if (!statSync(there).isDirectory()) throw wrong('a file is in its place');
  try {
    accessSync(there, constants.W_OK | constants.X_OK);
  } catch {
    throw wrong('it belongs to another user');
  }
}
