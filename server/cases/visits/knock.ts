// May I knock? The answer at the door: what the database says at this instant, set against when the officer set out.
import type { KnockVerdict } from '../../contract/up.ts';
import { verdictAtDoor, type UnderWay } from '../../domain/stand-down.ts';
import { timeIn, dayIn } from '../../domain/zone.ts';
import { formatDay } from '../../domain/days.ts';
import { purposeWords, type VisitPurpose } from '../../domain/law/holds.ts';
import type { CaseNow } from '../step.ts';

/** A source that reported money within this time, in ms, is shown as known up to now. */
const nowMs = 15 * 60_000;

/**
 * The answer for the officer who asks. `visit`: theirs, as of `now`; null where they did not set out. `now` null: the case no
 * longer exists. Times in the message are in `timeZone`.
 */
export function knockVerdict(
  now: CaseNow | null,
  visit: UnderWay | null,
  purpose: VisitPurpose,
  timeZone: string,
  asOf: Date,
): KnockVerdict {
  const answer = verdictAtDoor(
    now?.case ?? null,
    visit ?? { purpose, met: false, moneySince: null },
    timeZone,
  );
  if (!now) {
    const at = asOf.toISOString();
    return { ...answer, realArrearsPence: 0, knownUpTo: at, asOf: at, version: 0, sources: [] };
  }
  const { realArrearsPence, knownUpTo, version } = now.case;
  const sources = now.sources.map((one) => ({ ...one }));
  const rest = { realArrearsPence, knownUpTo, asOf: now.asOf.toISOString(), version, sources };
  if (answer.verdict !== 'clear') return { ...answer, ...rest };
  const message =
    purpose === 'arrears'
      ? `Clear to knock. ${knownWords(now, timeZone)}`
      : `Clear to knock: ${purposeWords[purpose]}. ${answer.message}`.trim();
  return { verdict: 'clear', message, ...rest };
}

/** 'Cards: received up to now. Housing benefit: received up to Mon 23 Nov.': how this household pays, slowest last. */
function knownWords({ case: { knownUpTo }, sources, asOf }: CaseNow, timeZone: string): string {
  const now = asOf.getTime();
  if (sources.length === 0)
    return `Payments received up to ${dayOrTime(Date.parse(knownUpTo), now, timeZone)}.`;
  return [...sources]
    .sort((a, b) => Date.parse(b.knownUpTo) - Date.parse(a.knownUpTo))
    .map((one) => `${one.label}: received up to ${when(Date.parse(one.knownUpTo), now, timeZone)}.`)
    .join(' ');
}

const when = (at: number, now: number, timeZone: string): string =>
  now - at < nowMs ? 'now' : dayOrTime(at, now, timeZone);

/** '10:42' on the same day, else the day. */
function dayOrTime(at: number, now: number, timeZone: string): string {
  const day = dayIn(timeZone, at);
  return day === dayIn(timeZone, now) ? timeIn(timeZone, at) : formatDay(day);
}
