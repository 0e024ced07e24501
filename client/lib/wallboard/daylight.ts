// Light or dark: as chosen on this device, else dark if the system is dark, else by the time of day.
import { timeOf } from '../words/time.ts';

const lightFrom = '07:00';
const lightUntil = '18:00';

/** `now` in epoch ms; the hours are the landlord's. */
export function themeAt(
  chosen: 'system' | 'light' | 'dark',
  systemDark: boolean,
  now: number,
): 'light' | 'dark' {
  if (chosen !== 'system') return chosen;
  if (systemDark) return 'dark';
  const time = timeOf(now);
  return time >= lightFrom && time < lightUntil ? 'light' : 'dark';
}
