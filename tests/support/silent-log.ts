import type { Log } from '../../server/log.ts';

/** For what a test runs and whose lines it does not read. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {}, fatal() {} };
