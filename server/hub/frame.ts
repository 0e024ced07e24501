// One message encoded once for all its receivers: as a string for clients that poll, and as a finished WebSocket frame
// that all sockets write from the same memory. socket.io's own emit encodes again for each client, because each
// acknowledgement has its own number; here one number is shared, and each socket keeps its own callback for it.
// This file and outlet.ts are the only ones that reach into socket.io; the wire is its protocol 5, unchanged.
import type { DownEvents } from '../contract/down.ts';
import type { HubSocket } from './types.ts';

type Encoded = {
  wire: string;
  id: number | null;
  options: { preEncoded: true; wsPreEncodedFrame: Buffer[] };
};
export type Frame = Encoded & { bytes: number };

type Message<E extends keyof DownEvents> = Parameters<DownEvents[E]>[0];
type Inside = {
  acks: Map<number, () => void>;
  client: { writeToEngine(wire: string[], options: Encoded['options']): void };
};

/** The number of the next acknowledgement. No event is emitted with one of socket.io's own numbers. */
let acknowledgements = 0;

/** `acknowledged`: the receiver answers, and sendFrame's callback is called. */
export function encodeFrame<E extends keyof DownEvents>(
  event: E,
  message: Message<E>,
  acknowledged = false,
): Frame {
  const id = acknowledged ? acknowledgements++ : null;
  // 2 is an EVENT of socket.io, then the acknowledgement's number, then the arguments.
  const wire = `2${id ?? ''}${JSON.stringify([event, message])}`;
  // 4 is a MESSAGE of engine.io.
  const payload = Buffer.from(`4${wire}`);
  return {
    wire,
    id,
    bytes: payload.length,
    options: { preEncoded: true, wsPreEncodedFrame: [textHeader(payload.length), payload] },
  };
}

export function sendFrame(socket: HubSocket, frame: Frame, received?: () => void): void {
  const inside = socket as unknown as Inside;
  if (frame.id !== null && received) inside.acks.set(frame.id, received);
  inside.client.writeToEngine([frame.wire], frame.options);
}

// RFC 6455, 5.2: a final, unmasked text frame.
function textHeader(length: number): Buffer {
  if (length < 126) return Buffer.from([0x81, length]);
  if (length < 65_536) {
    const header = Buffer.from([0x81, 126, 0, 0]);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.alloc(10);
  header.set([0x81, 127]);
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
