// The note next to weeks that were not frozen when they ended: how many, and what they were made from.

/** A sentence; '' where each was frozen when it ended. `of`: how many weeks are shown, null where that is not stated. */
export function afterwardsWords(rebuilt: number, of: number | null): string {
  if (rebuilt === 0) return '';
  const all = rebuilt === of;
  const which = all ? (of === 1 ? 'This week' : 'All of these weeks') : `${rebuilt} of these weeks`;
  const [was, them] = rebuilt === 1 ? ['was', 'it'] : ['were', 'them'];
  return `${which} ${was} worked out afterwards from the ledger as it then stood, because nobody froze ${them} when ${
    rebuilt === 1 ? 'it' : 'they'
  } ended.`;
}
