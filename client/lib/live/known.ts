// Up to when the money of a case is known, by the server's rule: the slowest of the sources that it depends on, and never
// later than the last proof. Heartbeats arrive between changes of the case, so a row and an open case both use this.
import type { Down } from '#contract/down.ts';

type Sources = Down['heartbeat']['sources'];
type Case = { moneySources: readonly string[]; knownUpTo: string };

/** Epoch ms. Until the first heartbeat, the case's own time. */
export function knownUpTo(one: Case, sources: Sources, provedAt: number | null): number {
  if (sources.length === 0 || provedAt === null) return Date.parse(one.knownUpTo);
  return sourcesOf(one, sources).reduce(
    (slowest, source) => Math.min(slowest, Date.parse(source.knownUpTo)),
    provedAt,
  );
}

/** The known sources that this case depends on. */
export function sourcesOf(one: Pick<Case, 'moneySources'>, sources: Sources): Sources {
  return sources.filter((source) => one.moneySources.includes(source.name));
}
