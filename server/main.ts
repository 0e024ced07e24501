// Composition root: creates every part once, in the order in which a payment travels.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import type { Server } from 'node:http';
import { connect } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { tolerateTransientErrors } from '../db/transient-errors.ts';
import { keepBankHolidays } from './bank-holidays.ts';
import { Access } from './access/access.ts';
import { createCases } from './cases/cases.ts';
import { answerMutation } from './commands/answer.ts';
import { createConversations } from './cases/threads/conversations.ts';
import { createPushStore } from './cases/push/push-store.ts';
import { createReferrals } from './cases/help/read-referrals.ts';
import { BadEnvironment, readEnvironment, type Environment } from './environment.ts';
import { addressReader } from './http/address.ts';
import { createApp } from './http/app.ts';
import { mapRoutes } from './http/map.ts';
import { routersOf } from './http/router.ts';
import { startListening, stopWithin, untilSignal, version } from './http/serve.ts';
import { Hub } from './hub/hub.ts';
import { Push, type PushOptions } from './hub/push/push.ts';
import { ensureLandlord } from './landlord.ts';
import { createLog } from './log.ts';
import { residual } from './performance/reconciliation/reconciliation.ts';
import { RowSnapshots } from './performance/tiles/rows.ts';
import { Tiles, type TilesTiming } from './performance/tiles/tiles.ts';
import { WeeklyJob, type WeeklyOptions } from './performance/weeks/weekly.ts';
import { createDoorMessages } from './worklist/stand-downs.ts';
import { Worklist, type WorklistOptions } from './worklist/worklist.ts';

export type Doorstep = Awaited<ReturnType<typeof startDoorstep>>;
/** What a test may replace. */
export type Overrides = Partial<Pick<WorklistOptions, 'clock' | 'timing'>> & {
  tilesTiming?: Partial<TilesTiming>;
  hubTiming?: ConstructorParameters<typeof Hub>[1]['timing'];
  push?: Pick<PushOptions, 'allows' | 'timing'>;
  buildFolder?: string;
  /** false: no week is frozen by the timer. */
  weekly?: Pick<WeeklyOptions, 'back' | 'timing'> | false;
};

/** Serves until stop(). Throws without a database that it can reach and migrate. */
export async function startDoorstep(environment: Environment, overrides: Overrides = {}) {
  const { databaseUrl: url, demo, oidc, publicUrl, host, port } = environment;
  if (url === null)
    throw new BadEnvironment('DATABASE_URL must be set: only npm start brings a Postgres of its own.');
  const { clock = Date.now, timing, hubTiming, tilesTiming, weekly = {} } = overrides;
  const log = createLog({ level: environment.logLevel, folder: environment.logFolder });
  await migrate(url, { say: (line) => log.warn({}, line) });
  const sql = connect(url, { max: 10 });
  await ensureLandlord(sql, environment.landlord, demo);
  const holidays = await keepBankHolidays(sql, clock, log);
  const baseUrl = publicUrl ?? `http://${host}:${port}`;
  const access = await Access.open({ url, sql, baseUrl, publicUrl, demo, oidc, clock });
  const worklist = await Worklist.open({ url, sql, hub: randomUUID(), log, clock, timing });
  const tiles = await Tiles.open({
    sql,
    worklist,
    log,
    clock,
    timing: tilesTiming,
    residual: async () => ({
      pence: (await residual(sql, clock()))?.residualPence ?? null,
      asOf: new Date(clock()).toISOString(),
    }),
  });
  const fresh = (id: number) => worklist.fresh(id);
  // For writes that a person waits for: planning such a statement takes longer than running it.
  const quick = connect(url, { max: 6, settings: { plan_cache_mode: 'force_generic_plan', jit: 'off' } });
  const cases = createCases({ sql, quick, fresh, clock });
  const conversations = createConversations({ sql, quick, clock });
  const referrals = createReferrals({ sql, clock });
  const doorMessages = await createDoorMessages(sql, worklist);
  const pushStore = createPushStore(sql, clock);
  const push = await Push.open({
    ...{ store: pushStore, worklist, doorMessages, paidOnTheWay: cases.paidOnTheWay, log, publicUrl, clock },
    ...overrides.push,
  });
  let hub: Hub | null = null;
  const buildFolder = overrides.buildFolder ?? join(import.meta.dirname, '../build');
  const app = createApp(
    {
      sql,
      access,
      worklist,
      tiles,
      rowSnapshots: new RowSnapshots(tiles, sql, clock),
      hub: () => hub,
      cases,
      conversations,
      referrals,
      push,
      pushStore,
      log,
      demo,
      publicUrl,
      addressOf: addressReader(environment.trustedProxies),
      version,
      buildFolder,
      clock,
      routers: routersOf(environment.routers),
    },
    mapRoutes({ tiles: environment.mapTiles, demo, clock }),
  );
  const server = createAdaptorServer({ fetch: app.fetch, hostname: host }) as Server;
  hub = new Hub(server, {
    worklist,
    tiles,
    access,
    answer: (sender, sent) => answerMutation({ apply: cases.apply, log }, sender, sent),
    conversations,
    paidOnTheWay: cases.paidOnTheWay,
    doorMessages,
    log,
    publicUrl,
    clock,
    timing: hubTiming,
  });
  const weeks = new WeeklyJob({ url, log, clock, ...weekly });
  const parts = [
    weeks,
    hub,
    push,
    tiles,
    worklist,
    access,
    holidays,
    ...[sql, quick].map((pool) => ({ stop: () => pool.end({ timeout: 2 }) })),
    tolerateTransientErrors(log),
    log,
  ];
  const stop = () => stopWithin(3_000, server, parts);
  const address = await startListening(server, host, port).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  if (weekly) weeks.start(worklist);
  log.info({ version, demo }, 'serving');
  return { url: address, stop, worklist, access, hub, tiles, sql };
}

if (import.meta.main) {
  try {
    const doorstep = await startDoorstep(readEnvironment());
    console.log(`Doorstep is ready at ${doorstep.url}`);
    await untilSignal();
    await doorstep.stop();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    // What was opened before the failure would keep a process alive that serves nothing.
    process.exit(1);
  }
}
