// The figures of /metrics, read on request.
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Parts } from './parts.ts';

export class Metrics {
  readonly #registry = new Registry();
  readonly #read: (() => void)[] = [];

  constructor(parts: Pick<Parts, 'worklist' | 'hub' | 'clock'>) {
    // Event loop lag, memory, garbage collection, handles.
    collectDefaultMetrics({ register: this.#registry, prefix: 'doorstep_' });
    const feed = () => parts.worklist.state;
    const hub = () => parts.hub()?.stats;
    const load = () => parts.hub()?.load;
    this.#gauge('feed_connected', 'The listening connection is up', () => Number(feed().connected));
    this.#gauge('feed_stale', 'The last proof through the database is late', () => Number(feed().stale));
    this.#gauge('feed_lag_ms', 'How long the last proof took', () => feed().lagMs ?? -1);
    this.#gauge('feed_proved_seconds_ago', 'Age of the last proof', () => {
      const { provedAt } = feed();
      return provedAt ? (parts.clock() - provedAt.getTime()) / 1000 : -1;
    });
    this.#gauge('hub_clients', 'Connected clients', () => parts.hub()?.connected ?? 0);
    this.#gauge('hub_connects_total', 'Connections since the start', () => hub()?.connects ?? 0);
    this.#gauge('hub_batches_total', 'Batches of changes sent', () => hub()?.batches ?? 0);
    this.#gauge('hub_resets_total', 'Whole worklists sent', () => hub()?.resets ?? 0);
    this.#gauge('hub_sent_bytes_total', 'Bytes of batches and resets', () => hub()?.bytes ?? 0);
    this.#gauge('hub_stand_downs_total', 'Stand-downs sent', () => hub()?.standDowns ?? 0);
    this.#gauge('hub_cut_off_total', 'Clients that stopped reading', () => hub()?.cutOff ?? 0);
    this.#gauge('hub_refusals_total', 'Events that were refused', () => hub()?.refusals ?? 0);
    this.#gauge('hub_slowest_ack_ms', 'Longest wait for an acknowledgement', () => load()?.slowestMs ?? 0);
    this.#gauge(
      'hub_states_kept',
      'Case states kept for clients that are behind',
      () => load()?.statesKept ?? 0,
    );
    this.#gauge('hub_views', 'Different sets of patches that are looked at', () => load()?.views ?? 0);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    for (const read of this.#read) read();
    return this.#registry.metrics();
  }

  #gauge(name: string, help: string, value: () => number): void {
    const gauge = new Gauge({ name: `doorstep_${name}`, help, registers: [this.#registry] });
    this.#read.push(() => gauge.set(value()));
  }
}
