// A message is reported by the log and by the answer to its sender, in either order. The database and the socket are
// replaced, since the real ones cannot be made to answer in a given order.
import type { Touched } from '../worklist/events.ts';
import { expect, test } from 'vitest';
import type { MovedThread } from '../cases/threads/read-threads.ts';
import type { ClientConnection } from './client-connection.ts';
import { sendFrame, type Frame } from './frame.ts';
import type { Post } from './outlet.ts';
import { ThreadBroadcast } from './thread-broadcast.ts';
import type { HubSocket } from './types.ts';
import { silentLog } from '../../tests/support/silent-log.ts';

type Received = { state: string; message: string | null };

function broadcastTo() {
  const received: Received[] = [];
  let state = 'waiting_for_repairs';
  const socket = {
    id: 'a socket',
    acks: new Map(),
    client: {
      writeToEngine([wire]: [string]) {
        const [, sent] = JSON.parse(wire.slice(1)) as [
          string,
          { thread: Received; message: { id: string } | null },
        ];
        received.push({ state: sent.thread.state, message: sent.message?.id ?? null });
      },
    },
  };
  const rita = {
    actor: { role: 'repairs', patchIds: [] },
    outlet: { post: <T>({ value, send }: Post<T>) => send(value) },
    send: (frame: Frame) => sendFrame(socket as unknown as HubSocket, frame),
  } as unknown as ClientConnection;
  // The message n of the log is the one with the id 'm<n>'.
  const moved = async ({ messages, ids = [] }: { messages: readonly number[]; ids?: readonly string[] }) => {
    const all = [...new Set([...messages.map((n) => `m${n}`), ...ids])];
    return [
      { patchId: 1, thread: { caseId: 1, state }, messages: all.map((id) => ({ id })) },
    ] as unknown as MovedThread[];
  };
  const broadcast = new ThreadBroadcast({
    clients: new Map([[socket.id, rita]]),
    moved,
    clock: Date.now,
    log: silentLog,
  });
  const log = (...refs: Touched['refs']) =>
    broadcast.touched([{ caseId: 1, patchId: 1, kinds: refs.map(({ kind }) => kind), refs, at: '' }]);
  const quiet = () => new Promise((resolve) => void setImmediate(resolve));
  return { received, broadcast, log, quiet, turn: (to: string) => void (state = to) };
}

test('[HUB-46] a message is sent once, whether the log or the answer comes first', async () => {
  const { received, broadcast, log, quiet } = broadcastTo();
  log({ kind: 'message', ref: 1 }, { kind: 'thread', ref: 1 });
  await quiet();
  broadcast.saved('m1');
  await quiet();
  broadcast.saved('m2');
  await quiet();
  log({ kind: 'message', ref: 2 }, { kind: 'thread', ref: 1 });
  await quiet();
  expect(received.map(({ message }) => message)).toEqual(['m1', 'm2']);
  await broadcast.stop();
});

test('[HUB-46] a thread that changed before the log reports its message is sent as it is now', async () => {
  const { received, broadcast, log, quiet, turn } = broadcastTo();
  broadcast.saved('m1');
  await quiet();
  turn('settled');
  log({ kind: 'message', ref: 1 }, { kind: 'thread', ref: 1 });
  await quiet();
  expect(received).toEqual([
    { state: 'waiting_for_repairs', message: 'm1' },
    { state: 'settled', message: null },
  ]);
  await broadcast.stop();
});
