// Where two people meant the same thing and said different words, the case shows one of them; the other's stand beside it
// in the audit, so that nothing which anybody wrote is gone.
import type { Step } from './step.ts';

/** `words`: those that the case does not show. Nothing is written where there are none, or where both said the same. */
export async function keepSuperseded(
  { tx, actor, row, at }: Pick<Step, 'tx' | 'actor' | 'row' | 'at'>,
  about: string,
  words: string | null,
  shown: string | null,
): Promise<void> {
  if (!words || words === shown) return;
  const detail = { about, words, madeAt: new Date(at).toISOString() };
  await tx`insert into audit_line (staff_id, what, case_id, detail)
    values (${actor.staffId}, 'words.beside', ${row.id}, ${tx.json(detail)})`;
}
