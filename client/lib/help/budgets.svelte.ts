// The newest budget that this device knows. One that was written here and is not in the server's answer yet comes first, also
// without signal and after a reload, because the outbox keeps it.
import type { CaseHelp, HelpBudget } from '#contract/case-help.ts';
import type { BudgetLine, HouseholdSize } from '#domain/help/budget.ts';
import { writes } from '../live/outbox.svelte.ts';

type KnownBudget = {
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
    const fromServer = help?.budget ? known(help.budget) : null;
    const sent = writes.notRead(caseId).findLast((item) => item.kind === 'budget.record');
    // What the server has accepted is shown until the case has it, or a newer one.
    if (sent && (!sent.answer || !fromServer || fromServer.at < sent.madeAt)) {
      const { budgetId, sittingId, household, lines, note } = sent.args as unknown as Written;
      const waits = !sent.answer;
      return { ref: budgetId, sitting: sittingId, household, lines, note, at: sent.madeAt, waits };
    }
    const mine = this.#mine.get(caseId);
    return mine && (!fromServer || fromServer.at < mine.at) ? mine : fromServer;
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
  // On the wire optional fields may be undefined; in a budget they are absent.
  lines: lines as BudgetLine[],
  note,
  at,
  waits: false,
});

export const budgets = new Budgets();
