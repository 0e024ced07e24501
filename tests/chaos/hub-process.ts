// What the chaos tests fork: a hub of its own, to be killed with -9.
import { readEnvironment } from '../../server/environment.ts';
import { startDoorstep } from '../../server/main.ts';

const doorstep = await startDoorstep(readEnvironment());
process.send?.({ url: doorstep.url });
process.on('disconnect', () => process.exit(0));
