// When two people record the same thing with different texts, the case shows one; the other is kept in the audit, so that
// no text is lost.
import type { Step } from './step.ts';

/** `words`: the text that the case does not show. Writes nothing when it is empty or equal to `shown`. */
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
