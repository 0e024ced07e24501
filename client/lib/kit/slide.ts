// Rows that change places slide there, so that a person sees where each one went. They are measured only when the order
// changes: to measure every row whenever one more is made costs a slow phone its frames.

const durationMs = 200;

/** Notes where the rows are. Returns a function to call when they are in their new order. */
export function noteRows(rows: Iterable<Element>): () => void {
  const before = [...rows].map((row) => ({ row, top: row.getBoundingClientRect().top }));
  return () => {
    // All are measured before any is moved: the page is laid out once.
    const moved = before
      .filter(({ row }) => row.isConnected)
      .map(({ row, top }) => ({ row, by: top - row.getBoundingClientRect().top }))
      .filter(({ by }) => by !== 0);
    for (const { row, by } of moved)
      row.animate([{ transform: `translateY(${by}px)` }, { transform: 'none' }], {
        duration: durationMs,
        easing: 'cubic-bezier(0.33, 1, 0.68, 1)',
      });
  };
}
