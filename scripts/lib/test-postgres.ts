// The Postgres that tests run on when none is given: fast, and forgotten at the end. In TEST_DATABASE_URL, as `npm test`
// has it, it serves many runs, which then share their templates (tests/support/templates.ts).
import { removeData, startEmbedded } from '../../db/embedded.ts';
import { temporaryFolder } from './memory-folder.ts';

// Nothing has to outlive the server, and its databases live for seconds: without statistics from autovacuum, which visits
// hundreds of them in turn, and with as few checkpoints and as little of the write-ahead log as there may be.
const settings = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'autovacuum=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=1GB',
  'checkpoint_timeout=1h',
  'max_connections=400',
  'shared_buffers=256MB',
];

/** `url` is of the database `postgres`, whose user may create databases. `stop` removes all of it. */
export async function startTestPostgres(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = temporaryFolder();
  const server = await startEmbedded(
    folder,
    settings.flatMap((setting) => ['-c', setting]),
  );
  const stop = async () => {
    await server.stop();
    removeData(folder);
  };
  return { url: server.url('postgres'), stop };
}
