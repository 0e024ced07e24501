// The floor that a bench compares the product with: the plainest pipe from a committed row to a browser. A table, a log, a
// notification, a read, a socket; no balances, rights, assessment or cursor that survives a restart. `payment` starts at a
// row that another system inserts; `message` at a client's words, which this process inserts. Runs as a process of its own
// (arguments: database URL, kind) and sends its port to its parent.
import { createServer } from 'node:http';
import pg from 'pg';
import { Server, type Socket } from 'socket.io';

type Floor = {
  schema: string;
  /** What of a log row is read, besides `seq`. */
  columns: string;
  connected: (socket: Socket, writer: pg.Client) => void;
  send: (io: Server, rows: Row[]) => void;
};
type Row = { seq: string; room?: number; account?: number };
type Message = { id: string; threadId: string; staffId: number; body: string };

/** A log of `columns` of `table`, filled by a trigger that notifies once for each statement. */
const logOf = (table: string, logged: string, columns: string) => `
  create table change_log (seq bigint generated always as identity primary key, ${logged});
  create function log_${table}() returns trigger language plpgsql as $$
  begin
    insert into change_log (${logged.replaceAll(/ (bigint|integer|uuid|text) not null/g, '')}) select ${columns} from changed;
    perform pg_notify('floor', '');
    return null;
  end $$;
  create trigger log_${table} after insert on ${table} referencing new table as changed
    for each statement execute function log_${table}();
`;

export const floors: Record<'payment' | 'message', Floor> = {
  payment: {
    schema: `
  create table payment (
    id bigint generated always as identity primary key,
    rent_account_id integer not null,
    room integer not null,
    amount_pence bigint not null,
    method text not null,
    source text not null,
    source_ref text not null,
    value_date date not null,
    posted_at timestamptz not null default now(),
    unique (source, source_ref)
  );${logOf('payment', 'payment_id bigint not null, account integer not null, room integer not null', 'id, rent_account_id, room')}`,
    columns: 'payment_id, account, room',
    connected: (socket) => void socket.join(String(socket.handshake.auth['room'])),
    send: (io, rows) => {
      for (const [room, changed] of Map.groupBy(rows, (row) => row.room)) {
        io.to(String(room)).emit(
          'changes',
          changed.map((row) => row.account),
        );
      }
    },
  },
  message: {
    schema: `
  create table message (
    id uuid primary key,
    thread_id uuid not null,
    staff_id integer not null,
    body text not null,
    at timestamptz not null default now()
  );${logOf('message', 'id uuid not null, thread_id uuid not null, staff_id integer not null, body text not null', 'id, thread_id, staff_id, body')}`,
    columns: 'id, thread_id, staff_id, body',
    connected: (socket, writer) => {
      void socket.join('all');
      socket.on('say', ({ id, threadId, staffId, body }: Message, done: (ok: boolean) => void) => {
        const text = 'insert into message (id, thread_id, staff_id, body) values ($1, $2, $3, $4)';
        void writer
          .query({ name: 'say', text, values: [id, threadId, staffId, body] })
          .then(() => done(true));
      });
    },
    send: (io, rows) => {
      for (const row of rows) io.to('all').emit('message', row);
    },
  },
};

async function serve(url: string, { columns, connected, send }: Floor): Promise<void> {
  const client = () => new pg.Client({ connectionString: url });
  const [listener, reader, writer] = [client(), client(), client()];
  await Promise.all([listener.connect(), reader.connect(), writer.connect()]);
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
  io.on('connection', (socket) => connected(socket, writer));
  let last = 0;
  let reading = false;
  let again = false;
  const read = async (): Promise<void> => {
    if (reading) return void (again = true);
    reading = true;
    do {
      again = false;
      const { rows } = await reader.query<Row>({
        name: 'since',
        text: `select seq, ${columns} from change_log where seq > $1 order by seq`,
        values: [last],
      });
      if (rows.length > 0) last = Number(rows.at(-1)!.seq);
      send(io, rows);
    } while (again);
    reading = false;
  };
  listener.on('notification', () => void read());
  await listener.query('listen floor');
  http.listen(0, '127.0.0.1', () => {
    const address = http.address();
    process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
  });
  process.on('disconnect', () => process.exit(0));
}

if (import.meta.main) await serve(process.argv[2]!, floors[process.argv[3] as keyof typeof floors]);
