// What app.ts forks: the product as `npm start` runs it, less the simulator; answers 'memory' after a full collection.
import { readEnvironment } from '../../../server/environment.ts';
import { startDoorstep } from '../../../server/main.ts';

// A new landlord's sixty past weeks are worked out in its first minute, on half of a small machine: no bench is of that
// minute but those that ask for it.
const weekly = process.env['BENCH_WEEKS'] ? {} : false;
const doorstep = await startDoorstep(readEnvironment(), { weekly });
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
