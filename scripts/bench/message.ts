// From one person's press of "Send" to the words in another's window: the officer's mutation over the socket, and the
// message at the repairs team's. The floor and ours take turns.
import { setTimeout as wait } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { protocol } from '../../server/contract/protocol.ts';
import { againstFloor, inTurn, milliseconds, type Bench } from './figure.ts';
import { connectClient, connected, signIn, startApp, startFloor } from './lib/app.ts';

const messages = 500;
const warmUp = 50;

export const bench: Bench = {
  name: 'message',
  about: `one window's words in the other's, ${messages} messages between two people, floor and ours in turn`,
  async run(context) {
    const floor = await startFloor(context, 'message');
    const app = await startApp(context, { homes: 3000 });
    const arrivals = new Map<string, (at: number) => void>();
    const [floorSender, floorReceiver] = [0, 1].map(() =>
      io(floor.url, { transports: ['websocket'], forceNew: true }),
    ) as [Socket, Socket];
    floorReceiver.on('message', ({ id }: { id: string }) => arrivals.get(id)?.(performance.now()));
    await Promise.all([floorSender, floorReceiver].map(connected));
    const officer = await connectClient(app.url, await signIn(app.url, 'officer1@demo.doorstep.test'));
    const repairs = io(app.url, {
      transports: ['websocket'],
      forceNew: true,
      auth: { protocol, token: await signIn(app.url, 'repairs@demo.doorstep.test') },
    });
    repairs.on('thread:message', ({ message }: { message: { id: string } | null }) => {
      if (message) arrivals.get(message.id)?.(performance.now());
    });
    await connected(repairs);

    const caseId = officer.first.cases[0]!.id;
    const threadId = crypto.randomUUID();
    const body = 'The tenant asks when this will be done. Can you give me a day that I can tell them?';
    let n = 0;
    const mutate = (kind: string, args: object) =>
      officer.socket.emitWithAck('mutation', {
        id: crypto.randomUUID(),
        clientId: 'bench',
        n: n++,
        kind,
        args,
        madeAt: new Date().toISOString(),
      }) as Promise<{ status: string; message?: string }>;
    const started = await mutate('thread.start', {
      caseId,
      threadId,
      messageId: crypto.randomUUID(),
      subject: 'Boiler',
      body,
    });
    if (started.status !== 'applied') throw new Error(`The thread was not begun: ${started.message}`);

    const times = { floor: [] as number[], ours: [] as number[], answered: [] as number[] };
    for (let i = 0; i < messages + warmUp; i++) {
      for (const side of inTurn(i)) {
        const id = crypto.randomUUID();
        const arrived = new Promise<number>((resolve) => arrivals.set(id, resolve));
        const sent = performance.now();
        const answer =
          side === 'floor'
            ? floorSender.emitWithAck('say', { id, threadId, staffId: 1, body })
            : mutate('message.send', { caseId, threadId, messageId: id, body });
        const answered = answer.then(() => performance.now());
        const at = await arrived;
        arrivals.delete(id);
        const saved = await answered;
        if (i >= warmUp) {
          times[side].push(at - sent);
          if (side === 'ours') times.answered.push(saved - sent);
        }
        await wait(10 + ((i * 7919) % 40));
      }
    }
    for (const socket of [floorSender, floorReceiver, officer.socket, repairs]) socket.disconnect();
    await app.stop();
    await floor.stop();

    return [
      againstFloor('sent to the other window, p50', times, 0.5),
      againstFloor('sent to the other window, p99', times, 0.99, 2),
      milliseconds('sent to its own answer, p50', times.answered, 0.5),
    ];
  },
};
