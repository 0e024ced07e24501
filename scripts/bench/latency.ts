// From commit to the message at one client, one payment at a time; the floor and ours take turns.
import { setTimeout as wait } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { connectClient, signIn, startApp, startFloor } from './lib/app.ts';
import { percentile, type Bench } from './figure.ts';

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
    await new Promise((resolve) => floorSocket.once('connect', () => resolve(null)));
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
    const day = new Date().toISOString().slice(0, 10);

    const times = { floor: [] as number[], ours: [] as number[] };
    for (let i = 0; i < payments + warmUp; i++) {
      const account = accounts[i % accounts.length]!;
      for (const side of i % 2 === 0 ? (['floor', 'ours'] as const) : (['ours', 'floor'] as const)) {
        const message = new Promise<number>((resolve) => arrivals.set(`${side} ${account}`, resolve));
        if (side === 'floor') {
          await floor.sql`insert into payment (rent_account_id, room, amount_pence, method, source, source_ref, value_date)
            values (${account}, 1, 100, 'card', 'bench', ${`l${i}`}, ${day})`;
        } else {
          await app.sql`insert into payment (rent_account_id, amount_pence, method, source, source_ref, value_date)
            values (${account}, 100, 'card', 'bench', ${`l${i}`}, ${day})`;
        }
        const committed = performance.now();
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

    const figure = (p: number, name: string, bound: number) => {
      const value = percentile(times.ours, p);
      const theirs = percentile(times.floor, p);
      return {
        name,
        value,
        unit: 'ms',
        against: { name: 'floor', value: theirs },
        goal: { text: `within ${bound} x`, met: value <= theirs * bound },
      };
    };
    return [figure(0.5, 'commit to message, p50', 1.5), figure(0.99, 'commit to message, p99', 2)];
  },
};
