// Whom a message may name, and the words to begin with: requested when they are first needed, then kept while the
// page is open. Without signal the list is empty, and a name that is typed is only a name.
import type { ThreadPerson, ThreadTemplate } from '#contract/thread.ts';
import { request } from '../live/api.ts';

class People {
  #byCase = $state.raw<ReadonlyMap<number, ThreadPerson[]>>(new Map());
  #names = new Map<number, string>();
  #requested = new Set<number>();
  templates = $state.raw<ThreadTemplate[] | null>(null);

  of(caseId: number): ThreadPerson[] {
    return this.#byCase.get(caseId) ?? [];
  }

  name(staffId: number): string {
    return this.#names.get(staffId) ?? '';
  }

  async ask(caseId: number): Promise<void> {
    if (this.#byCase.has(caseId) || this.#requested.has(caseId)) return;
    this.#requested.add(caseId);
    try {
      const { people } = await request<{ people: ThreadPerson[] }>(`/api/people-to-mention?case=${caseId}`);
      for (const { staffId, name } of people) this.#names.set(staffId, name);
      this.#byCase = new Map(this.#byCase).set(caseId, people);
    } catch {
      // Requested again at the next @.
    } finally {
      this.#requested.delete(caseId);
    }
  }

  async askTemplates(): Promise<void> {
    if (this.templates) return;
    try {
      this.templates = (await request<{ templates: ThreadTemplate[] }>('/api/thread-templates')).templates;
    } catch {
      // The dialog shows it, and tries again when it is opened again.
    }
  }
}

export const people = new People();
