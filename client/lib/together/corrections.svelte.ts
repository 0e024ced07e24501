// Corrections of a person, one field at a time: validated by the same rules as on the server, stored on the device, and shown
// until the case itself has them. When somebody else changed the same field, the answer is a conflict, and ConflictDialog
// asks.
import { SvelteMap } from 'svelte/reactivity';
import type { MutationAnswer } from '#contract/up.ts';
import { checkPersonField, type PersonField } from '#domain/person.ts';
import { clock } from '../live/clock.svelte.ts';
import { writes } from '../live/outbox.svelte.ts';
import { dayOf } from '../words/time.ts';
import { correction as words } from './note-words.ts';

/** The part of a case's person that an edit needs. */
export type Editable = { id: number; version: number };
/** version: of the person that includes it; null while it waits on this device. */
type Given = { value: string | null; version: number | null };

class Corrections {
  readonly #given = new SvelteMap<string, Given>();
  readonly #refused = new SvelteMap<string, string>();

  /** The correction made on this device until the case has it; else the case's own value. */
  shown(person: Editable, field: PersonField, known: string | null): string | null {
    const given = this.#given.get(key(person, field));
    return given && (given.version === null || given.version > person.version) ? given.value : known;
  }

  /** The person with the phone number, the email address and the language as they were corrected here. */
  reached<T extends Editable & Record<'phone' | 'email' | 'language', string | null>>(person: T): T {
    return {
      ...person,
      phone: this.shown(person, 'phone', person.phone),
      email: this.shown(person, 'email', person.email),
      language: this.shown(person, 'language', person.language),
    };
  }

  /** Whether a correction of it waits for its answer. */
  waits(person: Editable, field: PersonField): boolean {
    return this.#given.get(key(person, field))?.version === null;
  }

  /** Why the server refused the correction, in its words. */
  refusal(person: Editable, field: PersonField): string | undefined {
    return this.#refused.get(key(person, field));
  }

  /** Resolves with why it is not valid, in words; null when it is on this device. `typed`: null empties the field. */
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
      // Otherwise the screen would say "will send" of something that is not stored.
      this.#given.delete(key(person, field));
      return words.failed;
    }
    void written.answered.then((answer) => this.#answered(person, field, value, answer));
    return null;
  }

  #answered(person: Editable, field: PersonField, value: string | null, answer: MutationAnswer): void {
    const at = key(person, field);
    if (answer.status === 'applied' || answer.status === 'duplicate') {
      // If another tab sent it there is no result: the next version is assumed.
      const result = answer.result as { version?: number } | undefined;
      this.#given.set(at, { value, version: result?.version ?? person.version + 1 });
      return;
    }
    this.#given.delete(at);
    if (answer.status === 'refused' && answer.message) this.#refused.set(at, answer.message);
  }
}

const key = (person: Editable, field: PersonField): string => `${person.id} ${field}`;

export const corrections = new Corrections();
