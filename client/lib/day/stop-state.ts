// What this device knows of a stop now: from the list, the outbox (what it has not sent yet) and the messages about its door.
import { live } from '../live/live.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import { doors } from '../visit/doors.svelte.ts';
import { visits } from '../visit/visits.svelte.ts';
import type { Known } from './plan.ts';
import type { Sign } from './progress.ts';

/** Of its case: whether it may still be visited. */
export function knownOf(id: number): Known {
  return {
    c: live.get(id),
    listed: live.listed(id),
    paid: live.picture.paid.get(id),
    stage: visits.stage(id).at,
    refused: visits.refusals.get(id),
    stoodDown: doors.stoodDown.has(id),
  };
}

/** Of its visit: whether it has begun or ended. */
export function signOf(id: number): Sign {
  const waiting = writes.notListed(id);
  const finished = waiting.findLast(({ kind }) => kind === 'visit.finish');
  const contact = live.get(id)?.lastContactAt;
  return {
    stage: visits.stage(id).at,
    finishedAt: finished ? Date.parse(finished.madeAt) : null,
    turnedBack: waiting.some(({ kind }) => kind === 'visit.turn-back'),
    contactAt: contact ? Date.parse(contact) : null,
  };
}
