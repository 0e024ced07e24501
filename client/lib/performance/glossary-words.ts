// What each figure of the performance pages counts: one name for one figure, each defined here or, where the server counts it,
// next to its count (tiles: #domain/statistics/tiles.ts; the trend: the definition that comes with the measure).
import { tileWords, type TileName } from '#domain/statistics/tiles.ts';

export const whatCounts = 'What counts';

/** A name as it is on screen, and what it counts. */
export type Term = { term: string; says: string };

const terms = {
  arrears: {
    term: 'Current tenant arrears',
    says: 'What current tenants in arrears owe at the end of the last closed week, including cases at court. Credits are not taken off. Each Monday’s rent charge raises the balance until it is paid, so only ends of weeks are compared. A year’s rent is what was charged in the last 52 weeks.',
  },
  plansKept: {
    term: 'Plans kept',
    says: 'On Trend: plans in force for 9 weeks or more, by the balance they have reached. For an officer: a year’s plans, by the balance after 13 weeks.',
  },
  currentOwing: {
    term: 'Current tenants who owe (worklist)',
    says: 'The balances above £0.00 on the worklist now, including what payments due will cover.',
  },
  credits: {
    term: 'Current tenants in credit',
    says: 'Balances below £0.00 of current tenants.',
  },
  formerOwing: {
    term: 'Former tenants who owe',
    says: 'Balances above £0.00 of tenancies that have ended. The same figure is a part of overdue arrears on Today.',
  },
  formerCredits: {
    term: 'Former tenants in credit',
    says: 'Balances below £0.00 of tenancies that have ended.',
  },
  netBalance: {
    term: 'Balance',
    says: 'Arrears less credits: the sum of all these accounts. The lines of the bridge move this balance.',
  },
  grossArrears: {
    term: 'Arrears',
    says: 'The balances above £0.00 alone. Of current tenants, court cases included, they are the headline of Today and Trend.',
  },
} satisfies Record<string, Term>;

const tile = (name: TileName): Term => ({ term: tileWords[name].title, says: tileWords[name].says });

/** The terms of each page, in the order in which it shows them. */
export const glossary = {
  arrears: [terms.arrears],
  today: (names: readonly TileName[]): Term[] => [...names.map(tile), terms.plansKept],
  reconciliation: [terms.currentOwing, terms.credits, terms.formerOwing, terms.formerCredits],
  bridge: [terms.netBalance, terms.grossArrears],
};
