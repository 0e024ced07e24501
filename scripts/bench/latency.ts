// From commit to the message at one client, one payment at a time; the floor and ours take turns.
import { setTimeout as wait } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { againstFloor, inTurn, type Bench } from './figure.ts';
import { connectClient, connected, payOne, signIn, startApp, startFloor } from './lib/app.ts';

const payments = 500;
const warmUp = 50;

export const bench: Bench = {
  name: 'latency',
  about: `commit to message at one client, ${payments} single payments, floor and ours in turn`,
  async run(context) {
    const floor = await startFloor(context, 'payment');
    const app = await startApp(context, { homes: 3000 });
    const arrivals = new Map<string, (at: number) => void>();
    const floorSocket = io(floor.url, { transports: ['websocket'], auth: { room: '1' } });
    floorSocket.on('changes', (accounts: number[]) => {
      const at = performance.now();
      for (const account of accounts) arrivals.get(`floor ${account}`)?.(at);
    });
    await connected(floorSocket);
    const { socket, first } = await connectClient(
      app.url,
      await signIn(app.url, 'officer1@demo.doorstep.test'),
      {
        changes: (message) => {
          const at = performance.now();
          for (const { id } of message.changed) arrivals.get(`ours ${id}`)?.(at);
          for (const id of message.gone) arrivals.get(`ours ${id}`)?.(at);
        },
      },
    );
    const accounts = first.cases.filter((c) => c.balancePence > 10_000).map((c) => c.id);

    const times = { floor: [] as number[], ours: [] as number[] };
    for (let i = 0; i < payments + warmUp; i++) {
      const account = accounts[i % accounts.length]!;
      for (const side of inTurn(i)) {
        const message = new Promise<number>((resolve) => arrivals.set(`${side} ${account}`, resolve));
        const committed =
          side === 'floor'
            ? await payOne(floor.sql, account, `l${i}`, 1)
            : await payOne(app.sql, account, `l${i}`);
        const at = await message;
        arrivals.delete(`${side} ${account}`);
        if (i >= warmUp) times[side].push(Math.max(0.01, at - committed));
        await wait(10 + ((i * 7919) % 40));
      }
    }
    socket.disconnect();
    floorSocket.disconnect();
    await app.stop();
    await floor.stop();

    return [
      againstFloor('commit to message, p50', times, 0.5, 1.5),
      againstFloor('commit to message, p99', times, 0.99, 2),
    ];
  },
};
