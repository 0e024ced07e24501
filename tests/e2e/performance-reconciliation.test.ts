// The tie-out in a real window: it ties, warns when it does not and shows where to look, and accepts finance's figures.
import type { Page } from 'playwright';
import { beforeAll, expect, test } from 'vitest';
import { house, manager, untilCount } from './house.ts';
import { becomePhone, expectNothingSideways, violations, expectGoodPaper } from './looks.ts';
import { londonDay } from '../support/london-day.ts';

const at = house(200);
const pence = (text: string | null) =>
  Number((text ?? '').replace('−', '-').replaceAll(/[^\d-]/g, '')) * (text?.includes('£') ? 1 : NaN);

/** One manager's window for all tests. */
let page: Page;
beforeAll(async () => {
  page = await at.page(manager, '/performance/reconciliation');
  await page.getByTestId('verdict').waitFor();
});

test('[UI-353] the statement ties, and a line opens into rows that sum to it, to the penny', async () => {
  expect(await page.getByTestId('verdict').textContent()).toContain('Reconciled to the penny');
  // The history comes late: a line that is opened meanwhile does not make it void.
  const history = Promise.withResolvers<void>();
  await page.route('**/reconciliation/history', async (route) => {
    await history.promise;
    await route.continue();
  });
  await page.reload();
  const line = page.locator('[data-line="timing payment"]');
  await line.getByRole('button').click();
  await page.getByTestId('rows-sum').waitFor();
  const amount = pence(await line.locator('td.figure').textContent());
  const rows = await page.getByTestId('tie-rows').locator('td.figure').allTextContents();
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.map(pence).reduce((sum, one) => sum + one, 0)).toBe(amount);
  expect((await page.getByTestId('rows-sum').textContent())!.split('total ')[1]).toBe(
    `${await line.locator('td.figure').textContent()}.`,
  );
  expect(await page.getByTestId('history').count()).toBe(0);
  history.resolve();
  await page.getByTestId('history').getByRole('button').first().waitFor();
  await page.unroute('**/reconciliation/history');
});

test('[UI-354] a wrong figure has a warning with where to look, and its note', async () => {
  await page.getByTestId('history').getByRole('button').filter({ hasText: '£6.30 unexplained' }).click();
  await page.getByRole('heading', { name: 'Unexplained difference: £6.30' }).waitFor();
  expect(page.url()).toMatch(/\?control=\d+$/);
  const digits = page.locator('[data-discrepancy="digits"]');
  await digits.waitFor();
  expect(await digits.getByTestId('tie-rows').getByRole('row').first().textContent()).toMatch(
    /G-107.*With the digits swapped back it is £28\.10, as on other days/,
  );
  expect(await page.getByTestId('notes').textContent()).toContain('keyed as £21.80');
});

test('[UI-355] finance’s figure is entered, is wrong, is corrected, and the one before is kept as superseded', async () => {
  await page.getByTestId('history').getByRole('button').first().click();
  await page.getByRole('heading', { name: 'Reconciled to the penny' }).waitFor();
  const says = pence(await page.locator('tr.ledger td.figure').textContent());
  const enter = async (figure: number) => {
    await page.getByRole('button', { name: 'Enter a control total' }).click();
    const [day] = await at.db.sql<{ on: string }[]>`select max(as_of_day) as on from control_total`;
    await page.getByLabel('Total at the end of').fill(day!.on);
    await page.getByLabel('Total in pounds').fill((figure / 100).toFixed(2));
    await page.getByRole('button', { name: 'Save the total' }).click();
  };
  await enter(says + 1234);
  await page.getByRole('heading', { name: 'Unexplained difference: £12.34' }).waitFor();
  expect(await page.getByTestId('residual').textContent()).toContain('£12.34');
  await enter(says);
  await page.getByRole('heading', { name: 'Reconciled to the penny' }).waitFor();
  await untilCount(page.getByTestId('history').getByText('Replaced', { exact: true }), 2);
});

test('[UI-356] [UI-579] a file is shown line by line before it is imported; money in suspense is posted to its account', async () => {
  await page.getByRole('button', { name: 'Import a file' }).click();
  const today = londonDay();
  const csv = `received_on,amount,source,reference\n${today},77.01,bank,E2E-1\n${today},1.2,bank,E2E-2\n`;
  const file = { name: 'suspense.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await page.getByLabel('CSV file').setInputFiles(file);
  await page.getByTestId('preview').getByText('Line 3').waitFor();
  expect(await at.db.sql`select from suspense_item where reference like 'E2E%'`).toHaveLength(0);
  await page.getByRole('button', { name: 'Import 1 line' }).click();
  await page.getByRole('button', { name: 'Find its account: £77.01, E2E-1' }).click();
  const [account] = await at.db.sql<{ id: number; reference: string; balance: number }[]>`
    select id, reference, balance_pence as balance from rent_account where balance_pence > 20000 order by id limit 1`;
  // [UI-579] Its reference is found by name and address, as a bank statement has them.
  const [home] = await at.db.sql<{ surname: string; address: string }[]>`
    select split_part(pe.name, ' ', -1) as surname, p.address from rent_account a join tenancy t on t.id = a.tenancy_id
    join property p on p.id = t.property_id join tenancy_person tp on tp.tenancy_id = t.id
    join person pe on pe.id = tp.person_id where a.id = ${account!.id} and tp.role = 'tenant' limit 1`;
  const accountField = page.getByLabel('Payment reference, name or address');
  expect(await accountField.evaluate((field) => field.matches(':focus'))).toBe(true);
  await accountField.fill(`${home!.surname.toLowerCase()} ${home!.address}`);
  await page.getByTestId('accounts').getByRole('button', { name: account!.reference }).click();
  expect(await accountField.inputValue()).toBe(account!.reference);
  await page.getByRole('button', { name: 'Post the payment' }).click();
  await page.getByText('Recently matched or returned').click();
  await page.getByTestId('suspense').getByRole('link', { name: account!.reference }).waitFor();
  expect(at.app.worklist.get(account!.id)!.balancePence).toBe(account!.balance - 7_701);
  expect(await page.getByTestId('verdict').textContent()).toContain('Reconciled to the penny');
});

test('[UI-357] [UI-575] [UI-598] [UI-623] no accessibility fault, on a phone and at a desk, in either theme; nothing sideways at 320 px', async () => {
  const [off] = await at.db.sql<{ id: number }[]>`
    select control_total_id as id from control_total_note limit 1`;
  for (const size of ['desk', 'phone']) {
    if (size === 'phone') await becomePhone(page);
    await page.goto(`/performance/reconciliation?control=${off!.id}`);
    await page.locator('[data-discrepancy]').first().waitFor();
    await page.locator('[data-line="former"]').getByRole('button').click();
    await page.getByTestId('rows-sum').waitFor();
    expect(await violations(page), size).toEqual([]);
    await expectNothingSideways(page, size);
    if (size === 'desk') await expectGoodPaper(page, 'the reconciliation');
    // [UI-598] The rows of a line sort on the page: the largest amount first.
    const opened = page.locator('#opened-line');
    await opened.getByRole('columnheader', { name: 'Amount' }).getByRole('button').click();
    const pence = (await opened.locator('td.figure').allTextContents()).map((text) =>
      Number(text.replace('−', '-').replace(/[^\d.-]/g, '')),
    );
    expect(pence.length).toBeGreaterThan(1);
    expect(pence).toEqual(pence.toSorted((a, b) => b - a));
  }
  at.expectQuiet();
});
