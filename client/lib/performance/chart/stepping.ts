// The keyboard of a chart that is one stop: arrows go from point to point.

/**
 * Where a key leads from point `at` of `count`, and prevents what the browser does with it; null for other keys.
 * page: the point that Page Up (-1) and Page Down (1) lead to; without it, those keys do nothing here.
 */
export function stepped(
  event: KeyboardEvent,
  at: number,
  count: number,
  page?: (step: 1 | -1) => number,
): number | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const to: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    Home: 0,
    End: count - 1,
    ...(page && { PageUp: page(-1), PageDown: page(1) }),
  };
  const next = to[event.key];
  if (next === undefined) return null;
  event.preventDefault();
  return Math.max(0, Math.min(count - 1, next));
}
