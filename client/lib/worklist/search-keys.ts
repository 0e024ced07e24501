// The keys of a search: down and up go from the field through what was found and back, Enter opens the first, Escape goes
// back to the field (which clears itself).

/** Acts on the key if it belongs to a search; true where it does. */
export function pressInSearch(event: KeyboardEvent): boolean {
  const field = document.getElementById('search') as HTMLInputElement | null;
  if (!field?.value.trim() || event.isComposing || event.altKey || event.ctrlKey || event.metaKey)
    return false;
  const found = [
    ...document.querySelectorAll<HTMLElement>(
      '[data-testid=list] [data-case], [data-testid=list] [data-found]',
    ),
  ];
  const inField = event.target === field;
  const at = found.indexOf(document.activeElement as HTMLElement);
  if (!inField && at === -1) return false;
  const goTo = (to: HTMLElement | undefined) => {
    to?.focus();
    to?.scrollIntoView({ block: 'nearest' });
  };
  if (event.key === 'ArrowDown') goTo(inField ? found[0] : found[at + 1]);
  else if (event.key === 'ArrowUp' && !inField) goTo(at === 0 ? field : found[at - 1]);
  else if (event.key === 'Enter' && inField) found[0]?.click();
  else if (event.key === 'Escape' && !inField) goTo(field);
  else return false;
  event.preventDefault();
  return true;
}
