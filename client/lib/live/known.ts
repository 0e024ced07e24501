// Up to when the money of a case is known, as the server reckons it: by the slowest of the sources that it depends on,
// and never later than the last proof. The heartbeat moves on between changes of the case, so a row and an open case
// both use this and show the same.
import type { Down } from '#contract/down.ts';

type Sources = Down['heartbeat']['sources'];
type Case = { moneySources: readonly string[]; knownUpTo: string };

/** Epoch ms. Until a heartbeat has come, what came with the case. */
export function knownUpTo(one: Case, sources: Sources, provedAt: number | null): number {
  if (sources.length === 0 || provedAt === null) return Date.parse(one.knownUpTo);
  return sourcesOf(one, sources).reduce(
    (slowest, source) => Math.min(slowest, Date.parse(source.knownUpTo)),
    provedAt,
  );
}

/** Those that this case depends on and of which anything is known. */
export function sourcesOf(one: Pick<Case, 'moneySources'>, sources: Sources): Sources {
  return sources.filter((source) => one.moneySources.includes(source.name));
}
