// What the log and the answer of a message tell, in whichever order they come: the database and the wire stood in for, for
// no real ones can be made to answer in a given order.
import type { Touched } from '../worklist/events.ts';
import { expect, test } from 'vitest';
import type { Told } from '../cases/threads/read-threads.ts';
import type { Client } from './client.ts';
import { ThreadBroadcast } from './thread-broadcast.ts';
import type { HubServer } from './types.ts';

type Heard = { state: string; said: string | null };

function talk() {
  const heard: Heard[] = [];
  let state = 'waiting_for_repairs';
  const socket = {
    id: 'a socket',
    conn: { writeBuffer: [] },
    acks: new Map(),
    client: {
      writeToEngine([wire]: [string]) {
        const [, said] = JSON.parse(wire.slice(1)) as [
          string,
          { thread: Heard; message: { id: string } | null },
        ];
        heard.push({ state: said.thread.state, said: said.message?.id ?? null });
      },
    },
  };
  const rita = { actor: { role: 'repairs', patchIds: [] }, socket } as unknown as Client;
  // The message n of the log is the one with the id 'm<n>'.
  const moved = async ({ messages, ids = [] }: { messages: readonly number[]; ids?: readonly string[] }) => {
    const all = [...new Set([...messages.map((n) => `m${n}`), ...ids])];
    return [
      { patchId: 1, thread: { caseId: 1, state }, messages: all.map((id) => ({ id })) },
    ] as unknown as Told[];
  };
  const conversing = new ThreadBroadcast({
    io: { of: () => ({ _ids: 0 }) } as unknown as HubServer,
    clients: new Map([[socket.id, rita]]),
    moved,
    clock: Date.now,
    log: { debug() {}, info() {}, warn() {}, error() {}, fatal() {} } as never,
    told: () => {},
  });
  const log = (...refs: Touched['refs']) =>
    conversing.touched([{ caseId: 1, patchId: 1, kinds: refs.map(({ kind }) => kind), refs, at: '' }]);
  const quiet = () => new Promise((resolve) => void setImmediate(resolve));
  return { heard, conversing, log, quiet, turn: (to: string) => void (state = to) };
}

test('[HUB-46] a message is told once, whether the log or the answer comes first', async () => {
  const { heard, conversing, log, quiet } = talk();
  log({ kind: 'message', ref: 1 }, { kind: 'thread', ref: 1 });
  await quiet();
  conversing.said('m1');
  await quiet();
  conversing.said('m2');
  await quiet();
  log({ kind: 'message', ref: 2 }, { kind: 'thread', ref: 1 });
  await quiet();
  expect(heard.map(({ said }) => said)).toEqual(['m1', 'm2']);
  await conversing.stop();
});

test('[HUB-46] a thread that moved before the log tells of its message is told to have moved', async () => {
  const { heard, conversing, log, quiet, turn } = talk();
  conversing.said('m1');
  await quiet();
  turn('settled');
  log({ kind: 'message', ref: 1 }, { kind: 'thread', ref: 1 });
  await quiet();
  expect(heard).toEqual([
    { state: 'waiting_for_repairs', said: 'm1' },
    { state: 'settled', said: null },
  ]);
  await conversing.stop();
});
