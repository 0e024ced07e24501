// The tasks that are due on anybody's cases that this person sees: read when the page opens, when the connection or the
// page itself comes back, and every half minute while it is looked at.
import type { DueTask, DueTasks } from '#contract/case-law.ts';
import { addDays } from '#domain/days.ts';
import { Problem, request } from '../live/api.ts';

const againMs = 30_000;

export type DueGroup = { title: string; tasks: DueTask[] };

/** By how soon: late ones first. Groups without a task are left out. */
export function grouped(tasks: readonly DueTask[], today: string): DueGroup[] {
  const week = addDays(today, 7);
  const groups: [string, (task: DueTask) => boolean][] = [
    ['Late', (task) => task.dueOn < today],
    ['Today', (task) => task.dueOn === today],
    ['In the next seven days', (task) => task.dueOn > today && task.dueOn <= week],
    ['After that', (task) => task.dueOn > week],
  ];
  return groups.flatMap(([title, belongs]) => {
    const some = tasks.filter(belongs);
    return some.length > 0 ? [{ title, tasks: some }] : [];
  });
}

export class Due {
  answer = $state.raw<DueTasks | null>(null);
  trouble = $state('');

  /** Reads now and again; what it returns stops that. */
  start(): () => void {
    const read = () => void this.#read();
    const shown = () => !document.hidden && read();
    const timer = setInterval(shown, againMs);
    document.addEventListener('visibilitychange', shown);
    window.addEventListener('online', read);
    read();
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', shown);
      window.removeEventListener('online', read);
    };
  }

  async #read(): Promise<void> {
    try {
      this.answer = await request<DueTasks>('/api/tasks');
      this.trouble = '';
    } catch (error) {
      this.trouble = error instanceof Problem ? error.message : 'The tasks could not be read just now.';
    }
  }
}
