// The tie-out over HTTP, with the server's real worklist: who may use it, what it shows, what is entered and imported, and
// that nothing has two effects.
import { expect, test } from 'vitest';
import type {
  Discrepancies,
  Entered,
  FinanceFileRead,
  Reconciliation,
  Suspense,
  TieHistory,
  TieRows,
  AccountsFound,
} from '../../server/contract/performance/reconciliation.ts';
import type { NumberTile, TilesNow } from '../../server/contract/tiles.ts';
import { addDays } from '../../server/domain/days.ts';
import { routes } from '../../server/http/parts.ts';
import { reconciliationEntryRoutes } from '../../server/http/performance/reconciliation-entry.ts';
import { pay } from '../support/landlord.ts';
import { setUp } from './setup.ts';
import { londonDay } from '../support/london-day.ts';

const path = '/api/performance/reconciliation';
const today = londonDay();
const asOfDay = addDays(today, -2);
const setup = await setUp({
  homes: 5,
  owed: 0,
  async prepare(sql, { accounts }) {
    const [a, b, c, d, e] = accounts;
    const charge = (account: number, pence: number) =>
      sql`insert into charge (rent_account_id, amount_pence, due_on, posted_at)
      values (${account}, ${pence}, ${addDays(today, -20)}, now() - interval '20 days')`;
    for (const [account, pence] of [
      [a, 40_000],
      [b, 25_050],
      [c, -3_000],
      [d, 61_000],
      [e, -2_000],
    ] as const)
      await charge(account!, pence);
    await sql`update tenancy set end_date = ${addDays(today, -9)}
    where id in (select tenancy_id from rent_account where id in (${d!}, ${e!}))`;
  },
});
const { sql, landlord } = setup;

const get = (at: string, as = 'manager') => setup.ask(as, path + at);
const read = <T>(at: string) => setup.read<T>('manager', path + at);
const post = (at: string, body: object, as = 'manager') => setup.ask(as, path + at, body);
const sent = <T>(at: string, body: object) => setup.read<T>('manager', path + at, body);
const covers = ['former', 'suspense', 'other'];
const total = { ledger: 'Rent debtors', asOfDay, covers, pence: 121_050 };

test('[PERF-25] only managers and administrators read or write the reconciliation', async () => {
  for (const as of ['officer1', 'repairs']) {
    for (const at of [
      '',
      '.csv',
      '/rows?line=credits',
      '/rows.xlsx?line=credits',
      '/blame',
      '/history',
      '/suspense',
    ])
      expect((await get(at, as)).status, `${as} ${at}`).toBe(403);
    expect((await post('/control-totals', total, as)).status).toBe(403);
    expect((await post('/control-totals/1/notes', { words: 'x' }, as)).status).toBe(403);
    expect((await post('/import', { name: 'x', text: 'x', commit: true }, as)).status).toBe(403);
    expect((await post('/suspense/1/match', { reference: 'x' }, as)).status).toBe(403);
    expect((await post('/accounts', { words: 'x' }, as)).status).toBe(403);
  }
  expect(await sql`select from control_total`).toHaveLength(0);
});

test('[PERF-26] before finance has entered a figure there is nothing to tie to, and the answer says so', async () => {
  expect(await read('')).toMatchObject({ control: null, lines: [], residualPence: 0 });
  expect((await get('?control=99')).status).toBe(404);
});

test('[PERF-26] a figure is entered once, then superseded by another with a note, and both are kept', async () => {
  const first = await sent<Entered>('/control-totals', { ...total, pence: 1 });
  expect(first.effect).toBe('new');
  const second = await sent<Entered>('/control-totals', { ...total, note: 'Typed wrong at first' });
  expect(second.effect).toBe('replaces');
  expect(await sent('/control-totals', total)).toEqual({ id: second.id, effect: 'same' });
  expect((await post(`/control-totals/${second.id}/notes`, { words: 'Agreed' })).status).toBe(204);
  expect((await post('/control-totals/99/notes', { words: 'Agreed' })).status).toBe(404);
  const { totals } = await read<TieHistory>('/history');
  expect(totals.map(({ id, residualPence }) => [id, residualPence])).toEqual([
    [second.id, 0],
    [first.id, null],
  ]);
  expect(totals[0]!.notes.map(({ words }) => words)).toEqual(['Typed wrong at first', 'Agreed']);
  expect(totals[1]!.supersededAt).not.toBeNull();
  expect((await post('/control-totals', { ...total, asOfDay: addDays(today, 2) })).status).toBe(422);
});

test('[PERF-23] [PERF-105] [UI-626] the statement starts with the total of the server’s own list, also just after a payment', async () => {
  const [a] = landlord.accounts;
  await pay(sql, a!, 1_500);
  // Requested at once: the list may not have the payment yet.
  const statement = await read<Reconciliation>('');
  const of = (line: string, what = '') =>
    statement.lines.find((one) => one.line === line && one.what === what)?.pence;
  expect(of('worklist')).toBe(38_500 + 25_050);
  expect(of('behind')).toBe(0);
  expect([of('credits'), of('former'), of('timing', 'payment')]).toEqual([-3_000, 61_000, 1_500]);
  expect(of('former', 'credits')).toBe(-2_000);
  // [PERF-105] The tile of the live figures has the same former tenants, by the same words.
  const { tiles } = await setup.read<TilesNow>('manager', '/api/tiles');
  const overdue = tiles.find(({ name }) => name === 'real_arrears') as NumberTile;
  expect(overdue.parts.find(({ key }) => key === 'former')).toMatchObject({
    label: 'Former tenants who owe',
    value: of('former'),
  });
  expect(statement.residualPence).toBe(0);
  expect(statement.explainedPence).toBe(121_050);
  // [UI-626] The file has the names of the page.
  const csv = await (await get('.csv')).text();
  for (const name of [
    'Former tenants who owe',
    'Former tenants in credit',
    'Add back: payments posted later',
  ])
    expect(csv).toContain(`\n${name},`);
});

test('[PERF-20] rows come with the statement of their own instant, also as files, and leave an audit line', async () => {
  const opened = await read<TieRows>('/rows?line=worklist');
  expect(opened.rows.map(({ pence }) => pence)).toEqual([38_500, 25_050]);
  expect(opened.line.pence).toBe(opened.reconciliation.lines[0]!.pence);
  const csv = await (await get('/rows.csv?line=timing&what=payment')).text();
  expect(csv).toContain(`T${String(landlord.accounts[0]).padStart(6, '0')},card,${today}`);
  expect(csv).toContain(',15.00,Counts after the day');
  expect((await get('.xlsx')).headers.get('content-type')).toContain('spreadsheet');
  const statement = await (await get('.csv')).text();
  expect(statement).toContain('Unexplained difference,0.00,');
  const lines = await sql`select detail from audit_line where what = 'reconciliation.rows' order by id`;
  expect(lines.map(({ detail }) => detail as object)).toEqual([
    { line: 'worklist', what: '', control: expect.any(Number) },
    { line: 'timing', what: 'payment', control: expect.any(Number) },
  ]);
});

test('[PERF-27] a preview of a file writes nothing; then the file is imported once, without its rejected lines', async () => {
  const text = [
    'received_on,amount,source,reference,why,method',
    `${addDays(today, -5)},85.20,bank,L-1,No reference on the line,bank_transfer`,
    `${addDays(today, -5)},12.3,bank,L-2,,`,
    `${addDays(today, 5)},9.00,bank,L-3,,`,
  ].join('\n');
  const file = { name: 'suspense.csv', text, commit: false };
  const looked = await sent<FinanceFileRead>('/import', file);
  expect(looked).toMatchObject({ kind: 'suspense_item', committed: false, already: null, pence: 8_520 });
  expect(looked.lines.map(({ line, effect, refused }) => [line, effect ?? refused])).toEqual([
    [2, 'new'],
    [3, 'amount is not a sum of money such as 1,234.56'],
    [4, expect.stringContaining('received_on is out of range')],
  ]);
  expect(await sql`select from suspense_item`).toHaveLength(0);
  expect(await sql`select from finance_file`).toHaveLength(0);
  const both = await Promise.all([1, 2].map(() => post('/import', { ...file, commit: true })));
  const answers = (await Promise.all(both.map((one) => one.json()))) as FinanceFileRead[];
  expect(answers.map(({ committed }) => committed).sort()).toEqual([false, true]);
  expect(answers.find(({ committed }) => !committed)!.already!.by).toBe('Manager Example');
  expect(await sql`select from suspense_item`).toHaveLength(1);
  expect(await sql`select taken, refused from finance_file`).toEqual([{ taken: 1, refused: 2 }]);
  expect((await post('/import', { ...file, text: 'a,b\n1,2' })).status).toBe(422);
});

test('[INTAKE-11] a file that cannot be read opens no transaction', async () => {
  let begun = 0;
  const counting = new Proxy(sql, {
    get: (target, key) => (key === 'begin' && begun++, Reflect.get(target, key) as unknown),
  });
  const entry = routes();
  entry.use(async (c, next) => {
    c.set('actor', { staffId: landlord.manager, name: 'Manager Example', role: 'manager', patchIds: 'all' });
    await next();
  });
  entry.onError((error, c) => c.text(error.message, 422));
  entry.route('/', reconciliationEntryRoutes({ sql: counting, clock: Date.now }));
  const send = (text: string) =>
    entry.request(`${path}/import`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'x.csv', text, commit: true }),
    });
  expect(await (await send('a,b\n1,2')).text()).toContain('heading must name');
  expect(begun).toBe(0);
  expect((await send('ledger,as_of,amount\nRent debtors,never,1')).status).toBe(200);
  expect(begun).toBe(1);
});

test('[HTTP-81] [DOMAIN-253] an account is found by every word of its reference, name and address, and by no pattern; what was read is audited', async () => {
  const [one] = await sql<
    { id: number; reference: string; name: string; person: number; address: string; postcode: string }[]
  >`
    select a.id, a.reference, pe.name, pe.id as person, p.address, p.postcode from rent_account a join tenancy t on t.id = a.tenancy_id
    join property p on p.id = t.property_id join tenancy_person tp on tp.tenancy_id = t.id
    join person pe on pe.id = tp.person_id where tp.role = 'tenant' order by a.id limit 1`;
  const find = async (words: string) =>
    (await sent<AccountsFound>('/accounts', { words })).accounts.map(({ reference }) => reference);
  const { reference, name, address, postcode } = one!;
  for (const words of [reference, name.toUpperCase(), address, `${postcode} ${name.split(' ').at(-1)}`])
    expect(await find(words), words).toContain(reference);
  for (const nothing of ['%', '_', '\\', `${reference} nobody`, '   x%x   '])
    expect(await find(nothing)).toEqual([]);
  // A name is found with and without its accents, a postcode with and without its space.
  await sql`update person set name = 'Zoë Ñandú Example' where id = ${one!.person}`;
  for (const words of ['zoe nandu', `ZOË ${postcode.replace(' ', '')}`])
    expect(await find(words), words).toContain(reference);
  const [line] = await sql`
    select detail from audit_line where what = 'reconciliation.accounts' order by id desc limit 1`;
  expect((line!.detail as { cases: number[] }).cases).toContain(one!.id);
  expect(JSON.stringify(line)).not.toContain(name);
});

test('[HTTP-81] a session that searches too often is told how long to wait, and reads nothing more', async () => {
  const read = () => sql`select from audit_line where what = 'reconciliation.accounts'`;
  const before = (await read()).length;
  const answers = await Promise.all(
    Array.from({ length: 120 }, () => post('/accounts', { words: 'e' }, 'admin')),
  );
  const waits = answers.filter(({ status }) => status === 429);
  expect(waits.length).toBeGreaterThan(0);
  expect(Number(waits[0]!.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await read()).length - before).toBe(answers.length - waits.length);
});

test('[PERF-27] money in suspense is matched to its account once; the residual moves with it from suspense to the account', async () => {
  // £85.20 is in the bank's ledger: finance's figure is lower by that amount.
  expect((await read<Reconciliation>('')).residualPence).toBe(8_520);
  // Reading what payers wrote leaves an audit line, as every row does.
  const seen = () => sql`select from audit_line where what = 'reconciliation.suspense'`;
  const before = (await seen()).length;
  expect((await read<Suspense>('/suspense')).items).toHaveLength(1);
  expect(await seen()).toHaveLength(before + 1);
  const { groups } = await read<Discrepancies>('/blame');
  expect(groups[0]).toMatchObject({ kind: 'suspense', count: 1, rows: [{ reference: 'L-1' }] });
  await post('/control-totals', { ...total, pence: total.pence - 8_520 });
  expect((await read<Reconciliation>('')).residualPence).toBe(0);
  const waiting = await read<Suspense>('/suspense');
  expect(waiting).toMatchObject({ waitingPence: 8_520, items: [{ matched: null }] });
  const match = (reference: string) => post(`/suspense/${waiting.items[0]!.id}/match`, { reference });
  expect((await match('nobody')).status).toBe(422);
  const reference = `T${String(landlord.accounts[1]).padStart(6, '0')}`;
  const answers = await Promise.all([match(reference), match(reference)]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  expect(await sql`select amount_pence, method, value_date from payment where source = 'suspense'`).toEqual([
    { amount_pence: 8_520, method: 'bank_transfer', value_date: addDays(today, -5) },
  ]);
  // Posted now, which is after the cut-off: at the cut-off it was in suspense, today it is a timing difference.
  const statement = await read<Reconciliation>('');
  expect(statement.residualPence).toBe(0);
  expect(statement.lines.find(({ line }) => line === 'suspense')!.pence).toBe(-8_520);
  expect(await read('/suspense')).toMatchObject({
    waitingPence: 0,
    items: [{ matched: { caseId: landlord.accounts[1], by: 'Manager Example' } }],
  });
});

test('[PERF-28] control totals from a file, with figures of other accounts, tie like those entered by hand', async () => {
  const figures = `kind,reference,what,as_of,amount\ngarage,G-07,Garage at Mill Row,${asOfDay},28.10\ncourt_costs,C-1,,${asOfDay},(5.00)`;
  await post('/import', { name: 'other.csv', text: figures, commit: true });
  const figure = ((total.pence - 8_520 + 2_310) / 100).toFixed(2);
  const text = `ledger,as_of,amount,note\nRent debtors,${asOfDay},"${figure}",From the month end\n`;
  const imported = await sent<FinanceFileRead>('/import', { name: 'totals.csv', text, commit: true });
  expect(imported).toMatchObject({ committed: true, lines: [{ line: 2, effect: 'replaces' }] });
  const now = await read<Reconciliation>('');
  expect(now).toMatchObject({
    residualPence: 0,
    control: { file: { name: 'totals.csv', hash: imported.hash, line: 2 } },
  });
  const others = now.lines.filter(({ line }) => line === 'other').map(({ what, pence }) => [what, pence]);
  expect(others).toEqual([
    ['garage', 2_810],
    ['court_costs', -500],
  ]);
});
