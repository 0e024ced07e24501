// What live shows on pages that load later: reading and sending, the open case, roles, what a sign-out would lose.
import type { Me } from '#contract/me.ts';

export const reading = { failed: 'This did not load. Try again in a minute.' };

/** A copy on this device; `when` is '10:42' or 'yesterday 10:42'. */
export const asOf = {
  noSignal: (when: string) => `As of ${when}, no signal`,
  updating: (when: string) => `As of ${when}. Updating.`,
  moreNeedsSignal: 'More needs signal',
};

export const sending = { refused: 'This was not saved. Try again.' };

export const openCase = {
  newInLedger: (line: string, amount: string) => `New in the ledger: ${line}, ${amount}.`,
  news: (title: string, who: string | null) => `${title}${who ? `, ${who}` : ''}.`,
  failed: 'The case did not load. Try again in a minute.',
};

export const roleWords: Record<Me['role'], string> = {
  officer: 'Income officer',
  manager: 'Team manager',
  repairs: 'Repairs team',
  money_advice: 'Money advice',
  admin: 'Administrator',
};

/** What is on this device and nowhere else. */
export type Unsent = {
  records: number;
  refused: number;
  photographs: number;
  visits: number;
  messages: number;
  forms: number;
};

/** A line for each kind of which there is any, with its number: '2 records not sent'. */
export function unsentLines(unsent: Unsent): string[] {
  const count = (n: number, one: string, more: string) => (n === 0 ? [] : [`${n} ${n === 1 ? one : more}`]);
  return [
    ...count(unsent.records, 'record not sent', 'records not sent'),
    ...count(unsent.refused, 'record not accepted', 'records not accepted'),
    ...count(unsent.photographs, 'photograph not sent', 'photographs not sent'),
    ...count(unsent.visits, 'visit not finished', 'visits not finished'),
    ...count(unsent.messages, 'message not finished', 'messages not finished'),
    ...count(unsent.forms, 'form not sent', 'forms not sent'),
  ];
}
