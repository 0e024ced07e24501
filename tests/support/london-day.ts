import { addDays } from '../../server/domain/days.ts';
import type { Day } from '../../server/domain/facts.ts';
import { dayIn } from '../../server/domain/zone.ts';

/** Today for a landlord in London, or so many days after it: around midnight this is not the day in UTC. */
export const londonDay = (daysAhead = 0): Day => addDays(dayIn('Europe/London', Date.now()), daysAhead);
