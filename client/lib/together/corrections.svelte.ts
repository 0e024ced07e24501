// What is put right of a person, a field at a time: checked here by the same rules as on the server, on the device before
// the screen says so, and shown as given until the case itself has it. Where somebody else changed the same field, the
// answer is a conflict, and ConflictDialog asks.
import { SvelteMap } from 'svelte/reactivity';
import type { MutationAnswer } from '#contract/up.ts';
import { checkPersonField, type PersonField } from '#domain/person.ts';
import { clock } from '../live/clock.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import { dayOf } from '../words/time.ts';

/** The part of a case's person that an edit needs. */
export type Editable = { id: number; version: number };
/** version: in which the server has it; null while it waits on this device. */
type Given = { value: string | null; version: number | null };

class Corrections {
  readonly #given = new SvelteMap<string, Given>();
  readonly #refused = new SvelteMap<string, string>();

  /** The correction made on this device until the case has it; else the case's own value. */
  shown(person: Editable, field: PersonField, known: string | null): string | null {
    const given = this.#given.get(key(person, field));
    return given && (given.version === null || given.version > person.version) ? given.value : known;
  }

  /** Given here, and not answered yet. */
  waits(person: Editable, field: PersonField): boolean {
    return this.#given.get(key(person, field))?.version === null;
  }

  /** The server's words, where it did not take what was given. */
  refusal(person: Editable, field: PersonField): string | undefined {
    return this.#refused.get(key(person, field));
  }

  /** A sentence where it cannot be kept so; null when it is on this device. `typed`: null empties the field. */
  async correct(
    caseId: number,
    person: Editable,
    field: PersonField,
    typed: string | null,
  ): Promise<string | null> {
    const checked = checkPersonField(field, typed, dayOf(clock.instant()));
    if ('problem' in checked) return checked.problem;
    const { value } = checked;
    this.#refused.delete(key(person, field));
    this.#given.set(key(person, field), { value, version: null });
    const args = { caseId, personId: person.id, field, value };
    let written;
    try {
      written = await writes.write('person.correct', args, person.version);
    } catch {
      // Else it would say "will send" of something that is nowhere.
      this.#given.delete(key(person, field));
      return 'This could not be saved just now. Try again.';
    }
    void written.answered.then((answer) => this.#heard(person, field, value, answer));
    return null;
  }

  #heard(person: Editable, field: PersonField, value: string | null, answer: MutationAnswer): void {
    const at = key(person, field);
    if (answer.status === 'applied' || answer.status === 'duplicate') {
      // Another tab may have sent it: then there is no result, and the next version is a good guess.
      const kept = answer.result as { version?: number } | undefined;
      this.#given.set(at, { value, version: kept?.version ?? person.version + 1 });
      return;
    }
    this.#given.delete(at);
    if (answer.status === 'refused' && answer.message) this.#refused.set(at, answer.message);
  }
}

const key = (person: Editable, field: PersonField): string => `${person.id} ${field}`;

export const corrections = new Corrections();
