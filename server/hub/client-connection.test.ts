// The transport is replaced: the test decides whether it accepts more.
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { ClientConnection } from './client-connection.ts';
import type { Frame } from './frame.ts';
import type { HubSocket } from './types.ts';
import type { View } from './view.ts';

function congested() {
  const conn = Object.assign(new EventEmitter(), { writeBuffer: [] as unknown[] });
  const acks = new Map<number, () => void>();
  const sent: string[] = [];
  const socket = { conn, acks, data: {}, client: { writeToEngine: ([wire]: string[]) => sent.push(wire!) } };
  const client = new ClientConnection(socket as unknown as HubSocket, {
    clock: Date.now,
    sent: () => {},
    overflowed: () => {},
  });
  const frame = (wire: string, id: number | null = null) =>
    ({ wire, id, bytes: 1, options: {} }) as unknown as Frame;
  const view = {
    position: 0,
    reset: () => ({ frame: frame('reset', 0), to: 0, cursor: '' }),
    changes: () => ({ frame: frame('changes', 1), to: 1, cursor: '' }),
  };
  client.reset(view as unknown as View);
  acks.get(0)!();
  conn.writeBuffer = Array.from({ length: 9 }, () => 'earlier');
  sent.length = 0;
  const post = (topic: string, urgent = false) =>
    client.outlet.post({ topic, key: '', value: frame(topic), send: client.send, urgent });
  const change = () => {
    view.position = 1;
    client.flush();
  };
  const drain = () => {
    conn.writeBuffer = [];
    conn.emit('drain');
  };
  return { sent, post, change, drain };
}

test('[HUB-3] a batch does not wait behind messages that a slow client has not been sent yet', () => {
  const { sent, post, change } = congested();
  post('presence');
  change();
  expect(sent).toEqual(['changes']);
});

test('[HUB-7] a batch waits for the stand-down before it', () => {
  const { sent, post, change, drain } = congested();
  post('presence');
  post('stand-down', true);
  change();
  expect(sent).toEqual([]);
  drain();
  expect(sent.slice(0, 2)).toEqual(['stand-down', 'changes']);
  expect(sent).toHaveLength(3);
});
