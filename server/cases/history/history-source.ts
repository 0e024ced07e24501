// What a source of the one history is (history.ts): the rows that a noun leaves behind in a case, and their words.
/**
 * rows: SQL that gives (ref text, at timestamptz, who text, facts jsonb) for the rent account $1 in the landlord's time
 * zone $2. What is known by its day only is at that day's noon there (`noon` makes it). say: an entry's words, from facts.
 */
export type HistorySource<Facts = never> = {
  kind: string;
  dayOnly?: boolean;
  rows: string;
  say: (facts: Facts) => { title: string; text?: string };
};
/** A source in the list of `history.ts`, with the type of its facts checked here and forgotten there. */
export const source = <Facts>(one: HistorySource<Facts>): HistorySource => one as unknown as HistorySource;

/** A day's noon in the landlord's time zone. */
export const noon = (day: string) => `((${day} + time '12:00') at time zone $2)`;
