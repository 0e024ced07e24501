// Who acts on a case, and what they may do there. The access room's Actor fits this shape.
import type { Refusal } from './refusal.ts';

export type Actor = {
  staffId: number;
  name: string;
  role: 'officer' | 'manager' | 'repairs' | 'money_advice' | 'admin';
  patchIds: readonly number[] | 'all';
};

export function sees(actor: Actor, patchId: number): boolean {
  return actor.patchIds === 'all' || actor.patchIds.includes(patchId);
}

/** Null where the person may; else why not, in words for them. */
export function mayNot(actor: Actor, kind: string, patchId: number): Refusal['message'] | null {
  const visit = kind.startsWith('visit.');
  switch (actor.role) {
    case 'manager':
      return null;
    case 'officer':
      return sees(actor, patchId) ? null : 'This home is not in one of your patches any more.';
    case 'money_advice':
      return visit ? 'The money-advice team makes no visits about arrears.' : null;
    case 'repairs':
      return 'The repairs team does not work on rent accounts.';
    case 'admin':
      return 'Administrators do not work on rent accounts.';
  }
}
