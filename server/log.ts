// The one log: JSON lines by pino. Nothing personal goes in: no names, addresses, e-mails, tokens, query strings or
// request bodies; callers log ids, counts, kinds and durations, and the redaction below is a second safeguard.
import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'>;

const personal = ['name', 'tenant', 'address', 'postcode', 'email', 'phone', 'note', 'message', 'detail'];
const secret = ['password', 'token', 'cookie', 'authorization', 'headers', 'url', 'query', 'body', 'args'];
const bytesKept = 10_000_000;

/** Where lines go: to a file below `folder`, or to stdout when folder is null. `close` flushes. */
export function createLog(options: { level: string; folder: string | null }): Log & { close(): void } {
  // Written synchronously, because the last line before a crash is the one that is needed.
  const destination = pino.destination({
    dest: options.folder === null ? 1 : fileIn(options.folder),
    sync: true,
  });
  const log = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: [...personal, ...secret].flatMap((key) => [key, `*.${key}`]), censor: '[kept out]' },
      serializers: { err: plainError },
    },
    destination,
  );
  return Object.assign(log, { close: () => destination.flushSync() });
}

// A database error's detail repeats the row, and its message may repeat a value: code and place are enough to find the cause.
function plainError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint_name, column_name, table_name } = error as unknown as Record<string, unknown>;
  const fromDatabase = typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code);
  return {
    type: error.name,
    code,
    constraint: constraint_name,
    column: column_name,
    table: table_name,
    message: fromDatabase ? undefined : error.message.split('\n')[0],
    // Stack frames only: the stack begins with the message, which may have several lines.
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^ +at .*:\d+:\d+\)?$/.test(line))
      .slice(0, 7)
      .join('\n'),
  };
}

function fileIn(folder: string): string {
  mkdirSync(join(folder, 'log'), { recursive: true });
  const file = join(folder, 'log', 'doorstep.log');
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > bytesKept) renameSync(file, `${file}.1`);
  return file;
}
