// The transport is replaced: the test decides whether it accepts more.
import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { Outlet, type Post } from './outlet.ts';

class Transport extends EventEmitter {
  writeBuffer: unknown[] = Array.from({ length: 9 }, () => 'earlier');
  closed = 0;
  close() {
    this.closed++;
  }
  drain() {
    this.writeBuffer = [];
    this.emit('drain');
  }
}

function congested() {
  const transport = new Transport();
  const outlet = new Outlet({ conn: transport } as never);
  const left: unknown[] = [];
  const post = (topic: string, key: string, value: unknown, more: Partial<Post<unknown>> = {}) =>
    outlet.post({ topic, key, value, send: (sent) => void left.push(sent), ...more });
  return { transport, outlet, left, post };
}

test('[HUB-85] the newest message of a topic leaves last, also where it replaced an older one', () => {
  const { transport, left, post } = congested();
  post('thread', 'thread 1', 'read');
  post('thread', 'message 2', 'waiting for repairs');
  post('thread', 'thread 1', 'settled');
  transport.drain();
  expect(left).toEqual(['waiting for repairs', 'settled']);
});

test('[HUB-84] a stand-down does not wait behind a flood of other messages', () => {
  const { transport, left, post } = congested();
  for (let i = 0; i < 50; i++) post('presence', `${i}`, i);
  post('stand-down', '1', 'turn back', { urgent: true });
  post('stand-down', '2', 'and here', { urgent: true });
  transport.drain();
  expect(left.slice(0, 3)).toEqual(['turn back', 'and here', 0]);
});

test('[HUB-84] dropping a waiting topic releases what waited for it; after closing nothing is kept', () => {
  const { transport, outlet, left, post } = congested();
  let emptied = 0;
  outlet.emptied = () => void emptied++;
  post('presence', '1', 'here');
  outlet.clear(['presence']);
  expect(emptied).toBe(1);
  for (let i = 0; i < 3; i++) post('touched', `${i}`, i, { limit: 2 });
  for (let i = 0; i < 3; i++) post('touched', `${i}`, i, { limit: 2 });
  outlet.replace('thread', () => void left.push('again'));
  transport.drain();
  expect([transport.closed, outlet.isEmpty, left]).toEqual([1, true, []]);
});
