// Reports to the server how much this device has not sent, for the managers' list of devices: at each connection, when the
// counts change, and once in half an hour; at most every 20 seconds. Counts and times only. A report that is lost does no
// harm: the next one has the same counts or newer ones.
import type { DeviceReport } from '#contract/devices.ts';
import { version } from '$app/env';
import { request } from '../live/api.ts';
import { clock } from '../live/clock.svelte.ts';
import { live } from '../live/live.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import { photographs } from '../live/photographs.svelte.ts';

const key = 'doorstep.device';
const atMostMs = 20_000;
const atLeastMs = 1_800_000;

/** A random id of this browser, which stays when somebody signs out: it names nobody. */
function deviceId(): string {
  try {
    const known = localStorage.getItem(key);
    if (known) return known;
    const made = crypto.randomUUID();
    localStorage.setItem(key, made);
    return made;
  } catch {
    // The browser refuses storage: each page is a device of its own, and keeps nothing anyway.
    return crypto.randomUUID();
  }
}

/** What is reported now. */
function reportOf(id: string, staffId: number): DeviceReport {
  const records = [...writes.waiting, ...writes.refused];
  const pictures = [...photographs.known.values()].filter(({ state }) => state !== 'sent');
  const times = [...records.map(({ madeAt }) => madeAt), ...pictures.map(({ takenAt }) => takenAt)].sort();
  return {
    deviceId: id,
    staffId,
    kind: matchMedia('(pointer: coarse)').matches ? 'phone' : 'computer',
    records: records.length,
    photographs: pictures.length,
    oldestAt: times[0] ?? null,
    clockOffsetMs: clock.stamp().clockOffsetMs,
    version: version.slice(0, 60),
  };
}

/** Reports for this person until the returned function is called. */
export function reportDevice(staffId: number): () => void {
  const id = deviceId();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = -Infinity;
  const report = () => {
    timer = undefined;
    last = performance.now();
    if (live.connected)
      request('/api/devices', { method: 'POST', body: reportOf(id, staffId) }).catch(() => {});
  };
  const soon = () => (timer ??= setTimeout(report, Math.max(1000, last + atMostMs - performance.now())));
  const stop = $effect.root(() => {
    $effect(() => {
      void [writes.waiting, writes.refused, photographs.unsent];
      if (live.connected) soon();
    });
  });
  const beat = setInterval(soon, atLeastMs);
  return () => {
    stop();
    clearTimeout(timer);
    clearInterval(beat);
  };
}
