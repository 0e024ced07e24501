// Calls, messages, letters and talks at the office. A visit leaves its own contact (visits.ts).
import type { Handlers, Step } from './step.ts';

export type ContactArgs = {
  'contact.record': {
    caseId: number;
    kind: 'call' | 'message' | 'letter' | 'email' | 'office';
    reached: boolean;
    note: string;
  };
};

async function record(
  { tx, actor, row, at }: Step,
  { kind, reached, note }: ContactArgs['contact.record'],
): Promise<{ contactId: number }> {
  const [made] = await tx<{ id: number }[]>`
    insert into contact (rent_account_id, staff_id, kind, reached, note, happened_at)
    values (${row.id}, ${actor.staffId}, ${kind}, ${reached}, ${note}, ${new Date(at)}) returning id`;
  return { contactId: made!.id };
}

export const contactHandlers: Handlers<ContactArgs> = {
  'contact.record': { by: ['officer', 'manager', 'money_advice'], do: record },
};
