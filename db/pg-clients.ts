// Clients of the library `pg` (better-auth and pg-listen speak through it; everything else uses postgres.js). A client
// emits 'error' whenever its connection is lost, and Node ends the process when there is no listener. The pool of `pg` listens
// only while a client is idle, and pg-listen takes its listeners off a client that it gives up. So each client that this
// process makes gets a listener in its constructor, which stays for as long as the client lives.
import pg from 'pg';

class ListenedClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // A query that waits on this client rejects with the same error, and the pool or pg-listen replaces the client.
    this.on('error', () => {});
  }

  // pg-listen calls this on a client that it is about to end, and listens for one more error only.
  override removeAllListeners(event?: string | symbol): this {
    super.removeAllListeners(event);
    if (event === undefined || event === 'error') this.on('error', () => {});
    return this;
  }
}

/** A pool whose clients can lose their connection at any moment, also while they are in use. */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...config, Client: ListenedClient } as pg.PoolConfig);
  // The pool repeats the errors of its idle clients, and removes those clients without our help.
  pool.on('error', () => {});
  return pool;
}

/** Gives the listener to every client that a library makes from the module `pg` from now on. */
export function listenToEveryClient(): void {
  pg.Client = ListenedClient;
}
