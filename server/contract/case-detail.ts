// One case, whole: the answer of GET /api/cases/:id. What the repairs team gets is a shape of its own, which has no place
// for money. A noun of the case adds its key here, with its own schema, and its part of the page reads it.
import { z } from 'zod';
import { day, instant } from './scalars.ts';
import { alertKinds, holdKinds, methods, planRhythms, rhythms } from '../domain/facts.ts';
import { caseFound } from './case-found.ts';
import { caseHelp } from './case-help.ts';
import { historyPage } from './case-history.ts';
import { caseLaw } from './case-law.ts';
import { caseSummary } from './case-summary.ts';
import { ledgerPage } from './ledger.ts';
import { promise } from './thread.ts';

const pence = z.int();

export const caseHome = z.object({
  id: z.int(),
  reference: z.string(),
  address: z.string(),
  postcode: z.string(),
  latitude: z.number().nullable(),
  longitude: z.number().nullable(),
  patchId: z.int(),
  patch: z.string(),
  kind: z.string(),
  bedrooms: z.int(),
  /** The first day on which the tenancy is over: from then on nothing is asked about its people. */
  tenancyEndsOn: day.nullable(),
});

export const casePerson = z.object({
  id: z.int(),
  name: z.string(),
  role: z.enum(['tenant', 'joint_tenant', 'household']),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  preferredContact: z.string(),
  /** null: not recorded; they may or may not speak English. */
  language: z.string().nullable(),
  dateOfBirth: day.nullable(),
  /** The version that an edit is based on: two people may edit it at the same time. */
  version: z.int(),
});

export const caseRepair = z.object({
  id: z.int(),
  category: z.string(),
  priority: z.string(),
  description: z.string(),
  status: z.string(),
  reportedAt: instant,
  targetAt: instant.nullable(),
  completedAt: instant.nullable(),
});

/** In force today. */
export const caseAlert = z.object({
  id: z.int(),
  kind: z.enum(alertKinds),
  text: z.string(),
  detail: z.string(),
  source: z.string(),
  reviewOn: day,
  expiresOn: day,
});

/** dates: when it is due next, up to four times in the two months to come. */
export const expectedMoney = z.object({
  method: z.enum(methods),
  amountPence: pence,
  rhythm: z.enum(rhythms),
  nextOn: day.nullable(),
  dates: z.array(day),
  confidence: z.number(),
  declared: z.boolean(),
});

export const caseDetail = z.object({
  /** As the worklist has it, read for this answer. */
  summary: caseSummary,
  asOf: instant,
  home: caseHome,
  tenancy: z.object({ startDate: day, endDate: day.nullable(), kind: z.string() }),
  people: z.array(casePerson),
  ledger: ledgerPage,
  expected: z.array(expectedMoney),
  repairs: z.array(caseRepair),
  alerts: z.array(caseAlert),
  supportNeeds: z.array(z.object({ id: z.int(), kind: z.string(), note: z.string(), since: day })),
  holds: z.array(
    z.object({
      id: z.int(),
      kind: z.enum(holdKinds),
      reason: z.string(),
      startsOn: day,
      reviewOn: day.nullable(),
      endsOn: day.nullable(),
    }),
  ),
  plan: z
    .object({
      id: z.int(),
      instalmentPence: pence,
      rhythm: z.enum(planRhythms),
      firstDueOn: day,
      agreedOn: day,
      state: z.string(),
    })
    .nullable(),
  /** The first page, of every kind but the ledger's. */
  history: historyPage,
  help: caseHelp,
  law: caseLaw,
  found: caseFound,
  householdConfirmedAt: instant.nullable(),
  /** By the repairs team: "Repairs promised Thu 26 Nov". The earliest day first. */
  promises: z.array(promise),
});
export type CaseDetail = z.infer<typeof caseDetail>;
export type CasePerson = z.infer<typeof casePerson>;
export type CaseRepair = z.infer<typeof caseRepair>;
export type CaseHome = z.infer<typeof caseHome>;
export type CaseAlert = z.infer<typeof caseAlert>;

/** A person as people without money see them: no date of birth; of others than the tenants no contact details either. */
export const homePerson = casePerson.omit({ dateOfBirth: true });
export type HomePerson = z.infer<typeof homePerson>;

export const repairsDetail = z.object({
  home: caseHome,
  people: z.array(homePerson),
  /** When a member of staff last confirmed who lives there. */
  householdConfirmedAt: instant.nullable(),
  repairs: z.array(caseRepair),
  alerts: z.array(caseAlert),
  found: caseFound,
});
export type RepairsDetail = z.infer<typeof repairsDetail>;
