// "Ask the repairs team" pressed somewhere in a case: the messages part hears it, opens the question and takes the focus.
class Ask {
  /** null: nobody asked. repairId null: in general. */
  wanted = $state.raw<{ caseId: number; repairId: number | null } | null>(null);
  about(caseId: number, repairId: number | null): void {
    this.wanted = { caseId, repairId };
  }
}

export const ask = new Ask();
