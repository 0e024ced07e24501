import { tick } from 'svelte';

/** Moves the focus to the first field inside `root` that shows an error, and both into the middle of what is in view. */
export async function focusFirstWrong(root: ParentNode | null | undefined): Promise<void> {
  await tick();
  const wrong = root?.querySelector<HTMLElement>('[aria-invalid="true"], fieldset:has(> .error) input');
  wrong?.focus();
  // The focus alone scrolls to the field, and leaves the sentence above it outside.
  wrong?.scrollIntoView({ block: 'center' });
}

/**
 * Asks whether something under `root` may be left: an input in which somebody is still typing is finished first, because a
 * tap on a button does not take the focus from it on every phone. Returns the first input that shows an error, with the focus
 * on it; undefined where there is none.
 */
export async function stopAtWrong(root: HTMLElement | null | undefined): Promise<HTMLElement | undefined> {
  const typing = document.activeElement;
  if (typing instanceof HTMLInputElement && root?.contains(typing)) typing.blur();
  await tick();
  const wrong = root?.querySelector<HTMLElement>('input[aria-invalid="true"]');
  wrong?.focus();
  wrong?.scrollIntoView({ block: 'center' });
  return wrong ?? undefined;
}

/** What the screen says is wrong with that input. */
export const errorOf = (input: HTMLElement): string =>
  document.getElementById(input.getAttribute('aria-describedby')?.split(' ').at(-1) ?? '')?.textContent ?? '';
