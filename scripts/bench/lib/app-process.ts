// What app.ts forks: the product as `npm start` runs it, less the simulator; answers 'memory' after a full collection.
import { readEnvironment } from '../../../server/environment.ts';
import { startDoorstep } from '../../../server/main.ts';

const doorstep = await startDoorstep(readEnvironment());
process.send?.({ url: doorstep.url });
process.on('message', (message) => {
  if (message !== 'memory') return;
  global.gc?.();
  global.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({ memory: { rss, heapUsed, external } });
});
process.once('SIGTERM', () => void doorstep.stop().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));
