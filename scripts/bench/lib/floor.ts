// The floor: the plainest possible pipe from a committed row to a browser. No balances, no cursor that survives
// anything, no rights, no assessment: a table, a log, a bell, a socket. Runs as a process of its own; says its port.
import { createServer } from 'node:http';
import pg from 'pg';
import { Server } from 'socket.io';

export const floorSchema = `
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
  );
  create table change_log (seq bigint generated always as identity primary key, payment_id bigint not null, account integer not null, room integer not null);
  create function log_payment() returns trigger language plpgsql as $$
  begin
    insert into change_log (payment_id, account, room) select id, rent_account_id, room from changed;
    perform pg_notify('floor', '');
    return null;
  end $$;
  create trigger log_payment after insert on payment referencing new table as changed
    for each statement execute function log_payment();
`;

async function serve(url: string): Promise<void> {
  const listener = new pg.Client({ connectionString: url });
  const reader = new pg.Client({ connectionString: url });
  await Promise.all([listener.connect(), reader.connect()]);
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
  io.on('connection', (socket) => void socket.join(String(socket.handshake.auth['room'])));
  let last = 0;
  let reading = false;
  let again = false;
  const read = async (): Promise<void> => {
    if (reading) return void (again = true);
    reading = true;
    do {
      again = false;
      const { rows } = await reader.query<{ seq: string; payment_id: string; account: number; room: number }>(
        {
          name: 'since',
          text: 'select seq, payment_id, account, room from change_log where seq > $1 order by seq',
          values: [last],
        },
      );
      if (rows.length > 0) last = Number(rows.at(-1)!.seq);
      for (const [room, changed] of Map.groupBy(rows, (row) => row.room)) {
        io.to(String(room)).emit(
          'changes',
          changed.map((row) => row.account),
        );
      }
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

if (import.meta.main) await serve(process.argv[2]!);
