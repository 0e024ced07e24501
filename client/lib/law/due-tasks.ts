// The list of due tasks: by how soon, and what is left of it when a person looks for some of them. Pure.
import type { DueTask } from '#contract/case-law.ts';
import { addDays } from '#domain/days.ts';

export const soons = ['late', 'today', 'week', 'later'] as const;
export type Soon = (typeof soons)[number];
/** '' is all of them. */
export type TaskFilter = { kind: DueTask['kind'] | ''; officer: string; soon: Soon | '' };
export const everyTask: TaskFilter = { kind: '', officer: '', soon: '' };

function soonOf({ dueOn }: Pick<DueTask, 'dueOn'>, today: string): Soon {
  if (dueOn < today) return 'late';
  if (dueOn === today) return 'today';
  return dueOn <= addDays(today, 7) ? 'week' : 'later';
}

/** By how soon: late ones first. Groups without a task are left out. */
export function groupedTasks(
  tasks: readonly DueTask[],
  today: string,
  { kind, officer, soon: only }: TaskFilter,
): { soon: Soon; tasks: DueTask[] }[] {
  const shown = tasks.filter(
    (task) => (kind === '' || task.kind === kind) && (officer === '' || task.officers.includes(officer)),
  );
  return soons
    .filter((soon) => only === '' || soon === only)
    .map((soon) => ({ soon, tasks: shown.filter((task) => soonOf(task, today) === soon) }))
    .filter((group) => group.tasks.length > 0);
}

/** What there is to choose between: kinds and officers that have a task, officers by name. */
export function choicesOf(tasks: readonly DueTask[]): { kinds: DueTask['kind'][]; officers: string[] } {
  const officers = new Set(tasks.flatMap((task) => task.officers));
  return {
    kinds: [...new Set(tasks.map(({ kind }) => kind))].sort(),
    officers: [...officers].sort((a, b) => a.localeCompare(b, 'en-GB')),
  };
}
