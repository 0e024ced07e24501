// What the hub weighs: with 50,000 accounts, for each client, and whether it stays flat while clients come and go.
import { connectClient, signIn, startApp, type Memory } from './lib/app.ts';
import type { Bench } from './figure.ts';

const homes = 50_000;
const clients = 500;
const comings = 10_000;
const atOnce = 50;
const MB = 1_000_000;

export const bench: Bench = {
  name: 'memory',
  about: `the hub with ${homes} accounts, ${clients} clients, and ${comings} connects and disconnects`,
  async run(context) {
    const app = await startApp(context, { homes });
    const token = await signIn(app.url, 'officer1@demo.doorstep.test');
    const empty = await app.ask<Memory>('memory', 'memory');
    const held = [];
    for (let i = 0; i < clients; i++) held.push((await connectClient(app.url, token)).socket);
    const full = await app.ask<Memory>('memory', 'memory');
    for (const socket of held) socket.disconnect();
    await comeAndGo(2000);
    const before = await app.ask<Memory>('memory', 'memory');
    context.say('connecting and disconnecting');
    await comeAndGo(comings);
    const after = await app.ask<Memory>('memory', 'memory');
    await app.stop();
    const growth = after.heapUsed - before.heapUsed;
    return [
      { name: `heap with ${homes} accounts`, value: empty.heapUsed / MB, unit: 'MB' },
      { name: `resident with ${homes} accounts`, value: empty.rss / MB, unit: 'MB' },
      {
        name: 'heap for each connected client',
        value: (full.heapUsed - empty.heapUsed) / clients / 1000,
        unit: 'kB',
      },
      {
        name: `heap grown over ${comings} connects and disconnects`,
        value: growth / MB,
        unit: 'MB',
        goal: { text: 'flat: below 5 MB', met: growth < 5 * MB },
      },
    ];

    async function comeAndGo(total: number): Promise<void> {
      for (let done = 0; done < total; done += atOnce) {
        const sockets = await Promise.all(
          Array.from({ length: atOnce }, () => connectClient(app.url, token)),
        );
        for (const { socket } of sockets) socket.disconnect();
      }
      // The server notices the last disconnects a moment later: wait until it holds none.
      for (let tries = 0; tries < 50; tries++) {
        const text = await (await fetch(`${app.url}/metrics`)).text();
        const open = /^doorstep_hub_clients (\d+)/m.exec(text)?.[1];
        if (open === undefined) throw new Error('/metrics does not say how many clients are connected.');
        if (open === '0') return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  },
};
