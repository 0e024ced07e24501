// What finance enters, by hand or in a file: control totals, figures of other accounts, and money in suspense. Integer pence.
import type { Day } from '../facts.ts';

/** What a finance ledger holds besides the rent accounts of current tenants. */
export const coverParts = ['former', 'suspense', 'other'] as const;
export type CoverPart = (typeof coverParts)[number];
/** The kinds of account that are in the ledger of finance, and are not rent. */
export const otherKinds = ['garage', 'service_charge', 'court_costs', 'other'] as const;
export type OtherKind = (typeof otherKinds)[number];

export type NewTotal = {
  ledger: string;
  asOfDay: Day;
  /** Null: the end of the day. */
  cutOffAt: Date | null;
  covers: CoverPart[];
  pence: number;
  note: string;
};
export type NewFigure = { kind: OtherKind; reference: string; what: string; asOfDay: Day; pence: number };
export type NewItem = {
  pence: number;
  receivedOn: Day;
  source: string;
  reference: string;
  why: string;
  method: string;
};

/** A line of a file: its number, a summary, and what it enters or why it is refused. */
export type FinanceLine<T> = { line: number; words: string } & ({ record: T } | { refused: string });
export type FinanceLines =
  | { kind: 'control_total'; lines: readonly FinanceLine<NewTotal>[] }
  | { kind: 'other_figure'; lines: readonly FinanceLine<NewFigure>[] }
  | { kind: 'suspense_item'; lines: readonly FinanceLine<NewItem>[] };
