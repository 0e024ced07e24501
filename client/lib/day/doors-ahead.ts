// Brings what is needed before the door onto the device while there is signal, so that a visit that begins without any knows
// its alerts, languages and telephone numbers. It waits until the page is idle and its list is current, and asks seldom.
import type { DoorsAnswer } from '#contract/day.ts';
import { mostHomesKept } from '#domain/rounds/doors-kept.ts';
import { whenIdle } from '../kit/when-idle.ts';
import { request } from '../live/api.ts';
import { clock } from '../live/clock.svelte.ts';
import { keepDoors } from '../live/doors-kept.ts';
import { live } from '../live/live.svelte.ts';
import { openedCases } from '../live/opened-cases.ts';
import { session } from '../live/session.svelte.ts';
import { inProgress } from '../visit/in-progress.svelte.ts';
import { place } from '../worklist/place.svelte.ts';
import { view } from '../worklist/view.svelte.ts';
import { doorsDue, doorsWanted, signOf, type DoorsRead } from './doors-wanted.ts';

/** How often it is checked whether something is due (ms). */
const checkMs = 5000;

/** Follows the list, the day and the visits until the function that it returns is called. */
export function followDoors(): () => void {
  let read: DoorsRead | null = null;
  let askedAt = -Infinity;
  let asking = false;
  /** Grows when the person's patches may have changed: an answer to an older request is dropped. */
  let round = 0;
  let stopped = false;

  const sign = (id: number) => signOf(live.get(id));
  function check(): void {
    const { me } = session;
    const isCurrent = live.from === 'server' && live.connected && !live.fresh.stale;
    if (stopped || asking || !me || !session.seesMoney || !isCurrent || document.hidden) return;
    const wanted = doorsWanted({
      underWay: inProgress.all.map(({ caseId }) => caseId),
      stops: view.day?.ids ?? [],
      opened: openedCases(),
      cases: live.cases.values(),
      staffId: me.staffId,
      from: place.point,
      // Everybody else goes only where they plan to go.
      most: me.role === 'officer' ? mostHomesKept : 0,
    });
    if (doorsDue({ read, askedAt, now: clock.instant() }, wanted, sign)) void ask(me.staffId, wanted.ids);
  }
  async function ask(staffId: number, caseIds: readonly number[]): Promise<void> {
    const mine = round;
    asking = true;
    askedAt = clock.instant();
    const signs = new Map(caseIds.map((id) => [id, sign(id)]));
    try {
      const signal = AbortSignal.timeout(20_000);
      const answer = await request<DoorsAnswer>('/api/doors', { method: 'POST', body: { caseIds }, signal });
      if (stopped || mine !== round || session.me?.staffId !== staffId) return;
      await keepDoors(staffId, answer);
      read = { at: askedAt, signs };
    } catch {
      // No signal, or too many requests: the next check tries again.
    } finally {
      asking = false;
    }
  }

  const soon = () => whenIdle(check);
  const timer = setInterval(soon, checkMs);
  const stops = [
    live.onBack(soon),
    live.onApplied((touched) => {
      if (touched) return;
      // A new list: the copies may have been removed from the device with the patches that they were of.
      round++;
      read = null;
      soon();
    }),
  ];
  soon();
  return () => {
    stopped = true;
    clearInterval(timer);
    for (const stop of stops) stop();
  };
}
