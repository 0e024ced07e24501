// The landlord of cases.ts with the real worklist, for tests of holds and law, and the arguments that they send.
import { randomUUID } from 'node:crypto';
import type { Actor } from '../../server/access/rights.ts';
import { readLaw } from '../../server/cases/law/read-law.ts';
import type { CaseLaw } from '../../server/contract/case-law.ts';
import type { ArgsOf } from '../../server/contract/up.ts';
import { casesTest, type CasesTest } from './cases.ts';

export type LawPeople = CasesTest & { read(caseId: number, actor?: Actor): Promise<CaseLaw> };

export async function lawPeople(homes = 60): Promise<LawPeople> {
  const house = await casesTest({ homes, worklist: true });
  const { db, today } = house;
  return {
    ...house,
    async read(caseId, actor = house.manager) {
      const law = await readLaw(db.sql, actor, caseId, today, Date.now());
      if (!law) throw new Error('no such case');
      return law;
    },
  };
}

type Hold = ArgsOf<'hold.start'>;
export const holdStart = (
  caseId: number,
  kind: Hold['kind'],
  startsOn: string,
  more: Partial<Hold> = {},
): Hold => ({ caseId, kind, startsOn, reason: 'A letter came', reference: '', ...more });

type CourtStep = ArgsOf<'court.step'>;
export const courtStep = (
  caseId: number,
  kind: CourtStep['kind'],
  on: string,
  more: Partial<CourtStep> = {},
): CourtStep => ({ caseId, stepId: randomUUID(), kind, on, reference: '', note: '', ...more });
