// The rota of the coming weeks for each patch: which officers hold it, which of them are away, and the days without anybody.
// It is drawn at a desk, and written as sentences for a phone and for a screen reader.
import type { Settings } from '#contract/performance/settings.ts';
import { coverOf, overlaps, type Stretch } from '#domain/statistics/cover.ts';
import { addDays, dayNumber, dayNumbers, formatDay, isWorkingDay, rentWeekStart } from '#domain/days.ts';
import { namesOf, spanText } from './text.ts';
import { names as namesText, rota as words, unknownPerson } from './words.ts';

type Away = { staffId: number; name: string; firstOn: string; lastOn: string };
type RotaRow = {
  patchId: number;
  patch: string;
  stretches: (Stretch & { names: string[] })[];
  /** Those of its holders, while they hold it. */
  away: Away[];
  /** Working days on which nobody holds it or everybody who does is away, as spans. */
  empty: { firstOn: string; lastOn: string }[];
  /** Who holds it, and who is away. */
  sentences: string[];
  /** When nobody is there. */
  gaps: string[];
};
export type Rota = { from: string; to: string; days: string[]; rows: RotaRow[]; others: Away[] };

const rotaWeeks = 8;

/** From the Monday of this week on. */
export function rotaOf(settings: Settings, weeks = rotaWeeks): Rota {
  const { today } = settings;
  const from = rentWeekStart(today, 1);
  const to = addDays(from, 7 * weeks - 1);
  const days = [...Array(7 * weeks).keys()].map((n) => addDays(from, n));
  const names = namesOf(settings.people);
  const nameOf = (id: number) => names.get(id) ?? unknownPerson;
  const coming = settings.absences.filter((one) => overlaps(one, { firstOn: from, lastOn: to }));
  const aways: Away[] = coming
    .map(({ staffId, firstOn, lastOn }) => ({ staffId, name: nameOf(staffId), firstOn, lastOn }))
    .sort((a, b) => (a.firstOn < b.firstOn ? -1 : 1));
  const holidays = new Set(
    settings.holidays.filter(({ nation }) => nation === settings.nation).map(({ onDay }) => onDay),
  );
  const rows = settings.patches.map(({ id, name }) => {
    const stints = settings.stints.filter(({ patchId }) => patchId === id);
    const stretches = coverOf(stints, from, to).map((one) => ({ ...one, names: one.holders.map(nameOf) }));
    const away = aways.filter((one) =>
      stretches.some(({ holders, ...span }) => holders.includes(one.staffId) && overlaps(one, span)),
    );
    const nobody = days.filter(
      (day) =>
        day >= today &&
        isWorkingDay(dayNumber(day), dayNumbers(holidays)) &&
        (stretches.find((one) => one.firstOn <= day && one.lastOn >= day)?.holders ?? []).every((staffId) =>
          away.some((one) => one.staffId === staffId && one.firstOn <= day && one.lastOn >= day),
        ),
    );
    const empty = spansOf(nobody, holidays);
    return {
      patchId: id,
      patch: name,
      stretches,
      away,
      empty,
      sentences: sentencesOf(stretches, away, today, to),
      gaps: empty.map(({ firstOn, lastOn }) => words.noCover(spanText(firstOn, lastOn, today))),
    };
  });
  const holding = new Set(rows.flatMap(({ stretches }) => stretches.flatMap(({ holders }) => holders)));
  return { from, to, days, rows, others: aways.filter(({ staffId }) => !holding.has(staffId)) };
}

/** Days as spans; a weekend or a bank holiday between does not part them. */
function spansOf(
  days: readonly string[],
  holidays: ReadonlySet<string>,
): { firstOn: string; lastOn: string }[] {
  const spans: { firstOn: string; lastOn: string }[] = [];
  for (const day of days) {
    const last = spans.at(-1);
    let next = last && dayNumber(last.lastOn) + 1;
    while (next !== undefined && next < dayNumber(day) && !isWorkingDay(next, dayNumbers(holidays))) next++;
    if (last && next === dayNumber(day)) last.lastOn = day;
    else spans.push({ firstOn: day, lastOn: day });
  }
  return spans;
}

function sentencesOf(
  stretches: RotaRow['stretches'],
  away: readonly Away[],
  today: string,
  to: string,
): string[] {
  const coming = stretches.filter(({ lastOn }) => lastOn >= today);
  const held = coming.map(({ firstOn, lastOn, names }, n) => {
    const who = names.length === 0 ? words.none : namesText(names);
    if (n === 0) return lastOn === to ? who : words.until(who, formatDay(lastOn));
    return lastOn === to ? words.thenFrom(who, formatDay(firstOn)) : words.thenUntil(who, formatDay(lastOn));
  });
  return [
    words.officer(held),
    ...away
      .filter(({ lastOn }) => lastOn >= today)
      .map(({ name, firstOn, lastOn }) => `${words.isAway(name, spanText(firstOn, lastOn, today))}.`),
  ];
}
