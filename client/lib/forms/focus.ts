import { tick } from 'svelte';

/** Moves the focus to the first field inside `root` that shows an error, and returns that field. */
export async function focusFirstWrong(root: ParentNode | null | undefined): Promise<HTMLElement | undefined> {
  await tick();
  const wrong = root?.querySelector<HTMLElement>('[aria-invalid="true"], fieldset:has(> .error) input');
  wrong?.focus();
  return wrong ?? undefined;
}
