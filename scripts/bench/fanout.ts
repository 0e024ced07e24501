// The same with 1,000 clients over 12 patches: the latency until the last client that must receive it has it.
import { setTimeout as wait } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { againstFloor, inTurn, type Bench } from './figure.ts';
import { connectClient, connected, payOne, signIn, startApp, startFloor } from './lib/app.ts';

const clients = 1000;
const patches = 12;
const payments = 200;
const warmUp = 20;

export const bench: Bench = {
  name: 'fanout',
  about: `commit to message at ${clients} clients over ${patches} patches, ${payments} payments, floor and ours in turn`,
  async run(context) {
    const floor = await startFloor(context, 'payment');
    const app = await startApp(context, { homes: 3000 });
    const waiting = {
      floor: new Map<number, (at: number) => void>(),
      ours: new Map<number, (at: number) => void>(),
    };
    const sockets: Socket[] = [];
    const rooms: { accounts: number[]; clients: number }[] = [];

    for (let patch = 1; patch <= patches; patch++) {
      const token = await signIn(app.url, `officer${patch}@demo.doorstep.test`);
      const room = { accounts: [] as number[], clients: 0 };
      rooms.push(room);
      for (let i = patch - 1; i < clients; i += patches) {
        const ours = await connectClient(app.url, token, {
          changes: (message) => {
            const at = performance.now();
            for (const { id } of message.changed) waiting.ours.get(id)?.(at);
            for (const id of message.gone) waiting.ours.get(id)?.(at);
          },
        });
        if (room.accounts.length === 0)
          room.accounts = ours.first.cases.filter((c) => c.balancePence > 5000).map((c) => c.id);
        const theirs = io(floor.url, {
          transports: ['websocket'],
          forceNew: true,
          auth: { room: String(patch) },
        });
        theirs.on('changes', (accounts: number[]) => {
          const at = performance.now();
          for (const account of accounts) waiting.floor.get(account)?.(at);
        });
        await connected(theirs);
        room.clients++;
        sockets.push(ours.socket, theirs);
      }
    }
    context.say(`${sockets.length} sockets connected`);

    const times = { floor: [] as number[], ours: [] as number[] };
    for (let i = 0; i < payments + warmUp; i++) {
      const index = i % patches;
      const room = rooms[index]!;
      const account = room.accounts[Math.floor(i / patches) % room.accounts.length]!;
      for (const side of inTurn(i)) {
        const arrivals: number[] = [];
        const all = new Promise<void>((resolve) =>
          waiting[side].set(account, (at) => {
            arrivals.push(at);
            if (arrivals.length === room.clients) resolve();
          }),
        );
        const committed =
          side === 'floor'
            ? await payOne(floor.sql, account, `f${i}`, index + 1)
            : await payOne(app.sql, account, `f${i}`);
        await all;
        waiting[side].delete(account);
        if (i >= warmUp) times[side].push(...arrivals.map((at) => Math.max(0.01, at - committed)));
        await wait(20);
      }
    }
    for (const socket of sockets) socket.disconnect();
    await app.stop();
    await floor.stop();

    const name = `commit to message at the patch's ${Math.floor(clients / patches)} clients`;
    return [againstFloor(`${name}, p50`, times, 0.5), againstFloor(`${name}, p99`, times, 0.99, 1.5)];
  },
};
