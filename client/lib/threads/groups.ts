// A conversation as it is read: by day, and within a day by sender. Pure. Messages come in the order in which the
// server received them; what is not sent yet comes last.
import { dayOf } from '../words/time.ts';

type Post = { id: string; from: { staffId: number }; at: string; receivedAt: string | null };
/** One person's messages in a row, at most ten minutes apart. */
type Run<M> = { key: string; from: M extends Post ? M['from'] : never; messages: M[] };
export type DayOf<M> = { day: string; runs: Run<M>[] };

const apartMs = 600_000;

export function byDayAndPerson<M extends Post>(messages: readonly M[]): DayOf<M>[] {
  const days: DayOf<M>[] = [];
  let before: M | undefined;
  for (const message of messages) {
    const day = dayOf(message.at);
    let today = days.at(-1);
    if (today?.day !== day) {
      days.push((today = { day, runs: [] }));
      before = undefined;
    }
    const run = today.runs.at(-1);
    const goesOn =
      before?.from.staffId === message.from.staffId &&
      Math.abs(Date.parse(message.at) - Date.parse(before.at)) <= apartMs;
    if (run && goesOn) run.messages.push(message);
    else today.runs.push({ key: message.id, from: message.from as Run<M>['from'], messages: [message] });
    before = message;
  }
  return days;
}
