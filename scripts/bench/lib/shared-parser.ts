// socket.io's text protocol for many clients in one process: a long message that several of them get, letter by letter
// the same, is parsed once. Two hundred officers have two hundred phones; a bench has two cores and measures the server.
import { EventEmitter } from 'node:events';

type Packet = { type: number; nsp: string; data?: unknown; id?: number };

const long = 10_000;
const remembered = 200;
const parsed = new Map<string, unknown[]>();

class Encoder {
  encode({ type, data, id }: Packet): string[] {
    return [`${type}${id ?? ''}${data === undefined ? '' : JSON.stringify(data)}`];
  }
}

class Decoder extends EventEmitter {
  add(text: string): void {
    const [head = ''] = /^\d+/.exec(text) ?? [];
    const packet: Packet = { type: Number(head[0]), nsp: '/' };
    if (head.length > 1) packet.id = Number(head.slice(1));
    const body = text.slice(head.length);
    if (body !== '') packet.data = body.length < long ? JSON.parse(body) : shared(body);
    this.emit('decoded', packet);
  }

  destroy(): void {}
}

/** A list of its own for each receiver, who adds to it; the message in it is shared and must not be changed. */
function shared(body: string): unknown[] {
  let data = parsed.get(body);
  if (!data) {
    if (parsed.size >= remembered) parsed.clear();
    parsed.set(body, (data = JSON.parse(body) as unknown[]));
  }
  return [...data];
}

export const sharedParser = { Encoder, Decoder };
