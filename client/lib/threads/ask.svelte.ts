// "Ask the repairs team", pressed anywhere in a case: the messages part opens the question and focuses it.
class Ask {
  /** null: no question is wanted. repairId null: a general question. */
  wanted = $state.raw<{ caseId: number; repairId: number | null } | null>(null);
  about(caseId: number, repairId: number | null): void {
    this.wanted = { caseId, repairId };
  }
}

export const ask = new Ask();
