// The budget that this device knows to be the newest: one that was written here a moment ago is ahead of what the server
// has said, and stays so without signal and after a reload, for it stands in the outbox.
import type { CaseHelp, HelpBudget } from '#contract/case-help.ts';
import type { BudgetLine, HouseholdSize } from '#domain/help/budget.ts';
import { writes } from '../live/outbox.svelte.ts';

export type KnownBudget = {
  ref: string;
  sitting: string;
  household: HouseholdSize;
  lines: BudgetLine[];
  note: string;
  at: string;
  /** Only on this device so far. */
  waits: boolean;
};
type Written = { budgetId: string; sittingId: string } & Pick<KnownBudget, 'household' | 'lines' | 'note'>;

class Budgets {
  /** Written here since the app was opened, by case. */
  #mine = $state.raw<ReadonlyMap<number, KnownBudget>>(new Map());

  newest(caseId: number, help: Pick<CaseHelp, 'budget'> | null): KnownBudget | null {
    const said = help?.budget ? known(help.budget) : null;
    const sent = writes.notRead(caseId).findLast((item) => item.kind === 'budget.record');
    // What the server has accepted is shown until the case has it, or a newer one.
    if (sent && (!sent.answer || !said || said.at < sent.madeAt)) {
      const { budgetId, sittingId, household, lines, note } = sent.args as unknown as Written;
      const waits = !sent.answer;
      return { ref: budgetId, sitting: sittingId, household, lines, note, at: sent.madeAt, waits };
    }
    const mine = this.#mine.get(caseId);
    return mine && (!said || said.at < mine.at) ? mine : said;
  }

  async record(caseId: number, written: Written, basedOn: number | undefined): Promise<void> {
    const { item } = await writes.write('budget.record', {
      caseId,
      ...written,
      ...(basedOn === undefined ? {} : { basedOn }),
    });
    const { budgetId: ref, sittingId: sitting, household, lines, note } = written;
    const mine = { ref, sitting, household, lines, note, at: item.madeAt, waits: false };
    this.#mine = new Map(this.#mine).set(caseId, mine);
  }
}

const known = ({ ref, sitting, household, lines, note, at }: HelpBudget): KnownBudget => ({
  ref,
  sitting,
  household,
  // The wire's optional fields may be undefined; a budget's are only ever there or not.
  lines: lines as BudgetLine[],
  note,
  at,
  waits: false,
});

export const budgets = new Budgets();
