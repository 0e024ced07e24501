// Putting a conversation off: until when it may stay out of the repairs team's list. Nothing that is late is hidden.
import type { Instant } from './facts.ts';

/** Whether a conversation is put off at an instant. */
export const isSnoozed = ({ snoozedUntil }: { snoozedUntil: Instant | null }, now: Instant): boolean =>
  snoozedUntil !== null && snoozedUntil > now;

/**
 * When a conversation that is put off comes back: at the wanted instant, or earlier, when the first answer or step of the
 * law is due (`dues`). Null where one of them is late already, or the wanted instant has passed: then it is not put off.
 */
export function snoozeEnd(wanted: Instant, dues: readonly Instant[], now: Instant): Instant | null {
  const end = Math.min(wanted, ...dues);
  return end > now ? end : null;
}
