// The floor for a message: the plainest pipe from one person's words to another's screen. A socket, one insert of the
// words, a log, a bell, a read, a socket. No rights, no thread, nothing that keeps a second copy from being a second
// message. Runs as a process of its own; says its port.
import { createServer } from 'node:http';
import pg from 'pg';
import { Server } from 'socket.io';

export const messageFloorSchema = `
  create table message (
    id uuid primary key,
    thread_id uuid not null,
    staff_id integer not null,
    body text not null,
    at timestamptz not null default now()
  );
  create table change_log (seq bigint generated always as identity primary key, id uuid not null, thread_id uuid not null, staff_id integer not null, body text not null);
  create function log_message() returns trigger language plpgsql as $$
  begin
    insert into change_log (id, thread_id, staff_id, body) select id, thread_id, staff_id, body from changed;
    perform pg_notify('floor', '');
    return null;
  end $$;
  create trigger log_message after insert on message referencing new table as changed
    for each statement execute function log_message();
`;

type Said = { id: string; threadId: string; staffId: number; body: string };

async function serve(url: string): Promise<void> {
  const [listener, reader, writer] = [0, 1, 2].map(() => new pg.Client({ connectionString: url })) as [
    pg.Client,
    pg.Client,
    pg.Client,
  ];
  await Promise.all([listener.connect(), reader.connect(), writer.connect()]);
  const http = createServer();
  const io = new Server(http, { transports: ['websocket'], perMessageDeflate: false });
  io.on('connection', (socket) => {
    void socket.join('all');
    socket.on('say', (said: Said, done: (ok: boolean) => void) => {
      const { id, threadId, staffId, body } = said;
      const text = 'insert into message (id, thread_id, staff_id, body) values ($1, $2, $3, $4)';
      void writer.query({ name: 'say', text, values: [id, threadId, staffId, body] }).then(() => done(true));
    });
  });
  let last = 0;
  let reading = false;
  let again = false;
  const read = async (): Promise<void> => {
    if (reading) return void (again = true);
    reading = true;
    do {
      again = false;
      const { rows } = await reader.query<{ seq: string; id: string }>({
        name: 'since',
        text: 'select seq, id, thread_id, staff_id, body from change_log where seq > $1 order by seq',
        values: [last],
      });
      if (rows.length > 0) last = Number(rows.at(-1)!.seq);
      for (const row of rows) io.to('all').emit('message', row);
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
