// A whole visit in a real browser on a phone-sized screen: step by step, interrupted and continued, without signal, and with
// a payment in each step.
import type { BrowserContextOptions, Locator, Page } from 'playwright';
import { expect, test } from 'vitest';
import { phone } from '../support/browser.ts';
import { addDays } from '../../server/domain/days.ts';
import { formatPence } from '../../server/domain/money.ts';
import { movePage } from '../support/day/page.ts';
import { png } from '../support/pictures.ts';
import { goOffline, house, officer1, setOut, until, untilText, withWorker } from './house.ts';
import { expectNothingSideways, violations } from './looks.ts';
import { answersKept, keptKeys, loseAnswers, workerReady } from './probes.ts';

// The first officer needs enough people to visit.
const at = house(1200);
const used: number[] = [];
/**
 * A case of the officer that can be visited alone, with enough debt: one that asks for something, and one that waits where
 * none of those is left.
 */
async function visitable() {
  const asks = new Set(['visit', 'call', 'message', 'plan_review', 'court_review']);
  const free = (await at.cases()).filter(
    (c) => c.alerts.length === 0 && c.visit === null && c.realArrearsPence > 10_000 && !used.includes(c.id),
  );
  const one = free.find((c) => asks.has(c.action)) ?? free.find((c) => c.action === 'wait');
  if (!one) throw new Error('the demo’s first officer has nobody left to visit');
  used.push(one.id);
  return one;
}
const stepOf = (page: Page) => page.getByTestId('visit').getAttribute('data-step');
const onStep = (page: Page, step: string) => until(async () => expect(await stepOf(page)).toBe(step));
const next = (page: Page) => page.getByTestId('next').click();
const choose = (page: Page, label: string) => page.getByRole('radio', { name: label }).check({ force: true });
/** The first choice: 'The tenant', or one of two tenants. */
const meetTenant = (page: Page) => page.locator('[data-field="met"] input').first().check({ force: true });
const checkOf = (page: Page, kind: string) => page.locator(`[data-check="${kind}"]`);

/** An officer on the way, with the visit's first step on screen: on a new device, or on that page. */
async function atTheDoor(options: BrowserContextOptions = phone, open?: Page) {
  const one = await visitable();
  const address = `/cases/${one.id}`;
  const page = open ?? (await at.person(officer1, options, address)).page;
  if (open) await page.goto(address);
  await setOut(page);
  await page.getByTestId('start-visit').click();
  await onStep(page, 'door');
  return { page, one };
}
/** How many pixels of its text an element hides to the side and below. */
const hiddenOf = (selector: string) => `(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => [
  scrollWidth - clientWidth, scrollHeight - clientHeight])(document.querySelector('${selector}'))`;
/** Over how many lines the last words of an element go: the number of a link that calls. */
const linesOfNumber = `(() => {
  const link = document.querySelector('[data-testid=door-phone]');
  const walker = document.createTreeWalker(link, 4);
  let last = null;
  while (walker.nextNode()) if (walker.currentNode.textContent.trim()) last = walker.currentNode;
  const end = last.textContent.trimEnd().length;
  const range = document.createRange();
  range.setStart(last, end - '07700 900855'.length);
  range.setEnd(last, end);
  return new Set([...range.getClientRects()].map(({ top }) => top)).size;
})()`;
/** Leaves the step, and arrives at that one. */
async function nextTo(page: Page, step: string) {
  await next(page);
  await onStep(page, step);
}

/** A photograph like a camera's, with an orientation tag: drawn and encoded by the browser. */
async function photograph(page: Page): Promise<Buffer> {
  const bytes = await page.evaluate<number[]>(`(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 2400, height: 1200 });
    const draw = canvas.getContext('2d');
    draw.fillStyle = '#345';
    draw.fillRect(0, 0, 2400, 1200);
    draw.fillStyle = '#fff';
    draw.fillRect(0, 0, 600, 1200);
    const blob = await new Promise((give) => canvas.toBlob(give, 'image/jpeg', 0.9));
    return [...new Uint8Array(await blob.arrayBuffer())];
  })()`);
  const whole = Buffer.from(bytes);
  // An Exif block: orientation 6 (a quarter turn to the right), and the place where it was taken.
  const tiff = Buffer.alloc(8 + 2 + 12 * 2 + 4 + 2 + 12 + 4);
  tiff.write('MM\0*', 0, 'latin1');
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(2, 8);
  tiff.set([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0], 10);
  tiff.set([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38], 22);
  tiff.writeUInt16BE(1, 38);
  tiff.set([0, 1, 0, 2, 0, 0, 0, 2, 0x4e, 0, 0, 0], 40);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 255]);
  return Buffer.concat([whole.subarray(0, 2), head, body, whole.subarray(2)]);
}

/** An amount that cannot be read keeps the officer on the step: the error is at the field, which has the focus and the words. */
async function stopsAt(page: Page, field: Locator) {
  const step = await stepOf(page);
  for (const words of ['12,5o', 'abc', '-5', '1.234']) {
    await field.fill(words);
    await next(page);
    await until(async () => expect(await field.getAttribute('aria-invalid'), words).toBe('true'));
    const described = (await field.getAttribute('aria-describedby'))!.split(' ').at(-1)!;
    expect(await page.locator(`[id="${described}"]`).textContent(), words).toMatch(/^Enter .*\.$/);
    await until(async () =>
      expect(await field.evaluate((one) => one === one.ownerDocument.activeElement), words).toBe(true),
    );
    expect(await field.inputValue()).toBe(words);
    expect(await stepOf(page), words).toBe(step);
  }
}

test('[UI-120] [UI-526] [UI-527] [UI-550] a whole visit on a phone: every step is saved automatically, nothing is typed twice, an unreadable amount stops its step, and the next door follows', async () => {
  const { page, one } = await atTheDoor();
  await page.getByTestId('knock').click();
  await page.getByText('Clear to knock').waitFor();
  await nextTo(page, 'who');
  // A missing answer is marked.
  await next(page);
  await page.getByText('Choose who you met, or “No contact”.').waitFor();
  await meetTenant(page);
  await nextTo(page, 'checks');
  await until(async () => {
    const [visit] = await at.db.sql`
      select met from visit where rent_account_id = ${one.id} order by id desc limit 1`;
    expect(visit).toMatchObject({ met: 'tenant' });
  });

  await checkOf(page, 'damp_mould').getByRole('radio', { name: 'Damp or mould' }).check({ force: true });
  await page.getByRole('button', { name: 'Bathroom' }).click();
  const room = page.locator('[data-room="Bathroom"]');
  await next(page);
  await room.getByText('Choose how bad it is.').waitFor();
  await room.getByRole('radio', { name: 'Significant' }).check({ force: true });
  await room.getByRole('textbox').fill('Black mould above the bath <b>ž</b> 漢字');
  await room.locator('input[type=file]').setInputFiles({
    name: 'bath.png',
    mimeType: 'image/png',
    buffer: await photograph(page),
  });
  await room.getByText('Sent').waitFor();
  await checkOf(page, 'smoke_alarm').getByRole('radio', { name: 'Missing' }).check({ force: true });
  await page.getByTestId('rest-fine').click();
  await nextTo(page, 'details');
  // At once, with the repair's deadlines, not only at the end of the visit.
  await until(async () => {
    const repairs = await at.db.sql`
      select r.category, r.priority, h.severity from rent_account a join tenancy t on t.id = a.tenancy_id
      join repair r on r.property_id = t.property_id left join hazard h on h.repair_id = r.id
      where a.id = ${one.id} and r.description like '%Seen at a visit%' order by r.category`;
    expect(repairs).toEqual([
      { category: 'damp_mould', priority: 'urgent', severity: 'significant' },
      { category: 'smoke_alarm', priority: 'emergency', severity: null },
    ]);
  });
  // [UI-527] One press confirms what is known.
  const confirm = page.getByRole('button', { name: /^Yes, the details of/ }).first();
  await confirm.click();
  expect(await confirm.getAttribute('aria-pressed')).toBe('true');
  await page
    .getByRole('button', { name: /^Change the details of/ })
    .first()
    .click();
  await page.locator('dialog[open]').getByRole('button', { name: 'Close' }).click();
  await nextTo(page, 'budget');
  await stopsAt(page, page.locator('[data-line="food"]'));
  await page.locator('[data-line="food"]').fill('');
  await until(async () => {
    const [visit] = await at.db.sql`
      select cardinality(details_confirmed) as many from visit where rent_account_id = ${one.id} order by id desc limit 1`;
    expect(visit).toMatchObject({ many: 1 });
  });
  await nextTo(page, 'money');
  await choose(page, 'Promised to pay');
  await stopsAt(page, page.getByLabel('Amount in pounds'));
  await page.getByLabel('Amount in pounds').fill('25.50');
  await nextTo(page, 'next');
  // The case waits for the promise, which is shown once.
  expect(await page.getByRole('radio', { name: 'Wait for payment' }).isChecked()).toBe(true);
  await nextTo(page, 'end');
  const text = await page.getByTestId('visit').textContent();
  expect(text).toContain('Damp and mould (Bathroom): significant, 1 photo');
  expect(text).toContain('Promised £25.50');
  await page.getByLabel(/^Note/).fill('A good talk');
  await next(page);
  await page.getByTestId('visit-done').waitFor();
  await untilText(page.getByTestId('visit-done'), 'All sent');
  // [UI-526] After the door comes the next one, with the way there from this one.
  const nextDoor = page.getByTestId('visit-done').getByTestId('next-door');
  await nextDoor.waitFor();
  expect(Number(await nextDoor.getAttribute('data-next'))).not.toBe(one.id);
  expect(await nextDoor.getByTestId('hours').count()).toBe(0);
  expect(await nextDoor.getByTestId('directions').getAttribute('href')).toMatch(
    /^https:\/\/www\.google\.com\/maps\/dir\/\?api=1&origin=[\d.,-]+&destination=[\d.,-]+&travelmode=walking$/,
  );
  const visits = await at.db.sql`
    select state, outcome, promise_pence, next_step, note from visit where rent_account_id = ${one.id} and ref is not null`;
  expect(visits).toEqual([
    { state: 'done', outcome: 'promise', promise_pence: 2550, next_step: 'wait', note: 'A good talk' },
  ]);
  await page.getByRole('link', { name: 'See the case' }).click();
  const history = page.getByTestId('case');
  await untilText(history, 'Home checked: 2 problems found');
  // HTML in a person's text is shown as text.
  expect(await history.textContent()).toContain('Black mould above the bath <b>ž</b> 漢字');
});

/** A link of the device's own apps is not followed: Chromium has none for it and reports an error. */
const noApps = `addEventListener('click', (event) => {
  if (/^(tel|sms|mailto):/.test(event.target.closest('a')?.href ?? '')) event.preventDefault();
})`;
const free = async (action: string) => {
  const one = (await at.cases()).find((c) => c.action === action && c.visit === null && !used.includes(c.id));
  if (!one) throw new Error(`the demo’s first officer has nobody to ${action}`);
  return one;
};

/** This Wednesday. */
const dayOfDatabase = async () =>
  (await at.db.sql<{ day: string }[]>`select now()::date::text as day`)[0]!.day;

test('[UI-522] [UI-523] [UI-526] [UI-600] [UI-601] [UI-697] [UI-700] [UI-705] the main button calls, after a missing number was added; the outcome and a promise are recorded in place, and the next one follows', async () => {
  await at.db.sql`update visiting_hours set opens = '05:00', closes = '06:00'`;
  const one = await free('call');
  await at.db.sql`update person set phone = null where id in (
    select person_id from tenancy_person t join rent_account a on a.tenancy_id = t.tenancy_id where a.id = ${one.id})`;
  const { page } = await at.person(officer1, phone, `/cases/${one.id}`);
  await page.evaluate(noApps);
  await page.getByTestId('add-phone').click();
  // [UI-697] A form opens with the focus on its first field.
  await page.locator('dialog[open] input:focus').waitFor();
  await page.locator('dialog[open] input').fill('01632 960843');
  await page.locator('dialog[open]').getByRole('button', { name: 'Save' }).click();
  const call = page.getByTestId('call').first();
  await call.waitFor();
  expect(await call.getAttribute('href')).toBe('tel:01632960843');
  // A visit is behind the smaller button.
  expect(await page.getByTestId('set-out').count()).toBe(0);
  await call.click();
  const form = page.locator('dialog[open]');
  await form.getByText('01632 960843').waitFor();
  await form.getByRole('button', { name: 'Save contact' }).click();
  await form.getByText('Choose what happened.').waitFor();
  await choose(page, 'Spoke to the tenant');
  await choose(page, 'Yes');
  // [UI-700] A field that has just appeared is not wrong yet.
  await form.getByLabel('Amount in pounds').waitFor();
  expect(await form.locator('.error').count()).toBe(0);
  await form.getByRole('button', { name: 'Save contact' }).click();
  await form.locator('[data-field="amount"] .error').waitFor();
  expect(await violations(page, 'dialog[open]')).toEqual([]);
  await expectNothingSideways(page, 'the form of a contact');
  await form.getByLabel('Amount in pounds').fill('25');
  await form.getByLabel('Next step').selectOption('call');
  // [UI-600] [UI-601] The call is due the day after the promise, with its weekday; an earlier one is possible, with a hint.
  const nextOn = form.locator('[data-field="nextOn"]');
  const promised = addDays(await dayOfDatabase(), 7);
  expect(await nextOn.locator('input').inputValue()).toBe(addDays(promised, 1));
  /** How far label and input are from the following field, which does not depend on how far the form is scrolled. */
  const place = async () => {
    const [label, input, note] = await Promise.all(
      [nextOn.locator('label'), nextOn.locator('input'), form.getByLabel('Note')].map((one) =>
        one.boundingBox(),
      ),
    );
    return [note!.y - label!.y, note!.y - input!.y, label!.x, label!.width, label!.height];
  };
  const before = await place();
  const weekday = nextOn.getByRole('status').first();
  expect(await weekday.textContent()).toBe('Thursday');
  await form.locator('[data-field="on"]').getByRole('button', { name: 'In 2 weeks' }).click();
  expect(await nextOn.locator('input').inputValue()).toBe(addDays(promised, 8));
  await form.locator('[data-field="on"]').getByRole('button', { name: 'In 1 week' }).click();
  await nextOn.locator('input').fill(addDays(promised, -1));
  await untilText(nextOn, 'This is before that');
  expect(await weekday.textContent()).toBe('Tuesday');
  await nextOn.locator('input').fill('');
  expect(await weekday.textContent()).toBe('');
  await nextOn.locator('input').fill(addDays(promised, 5));
  expect(await weekday.textContent()).toBe('Monday');
  expect(await place()).toEqual(before);
  expect(await nextOn.getByText('This is before that').count()).toBe(0);
  await form.getByRole('button', { name: 'Save contact' }).click();
  const next = page.getByTestId('next-door');
  await next.waitFor();
  expect(Number(await next.getAttribute('data-next'))).not.toBe(one.id);
  expect(new URL(page.url()).pathname).toBe(`/cases/${one.id}`);
  // [UI-705] Visiting hours are over: it says when they start again.
  await untilText(next.getByTestId('hours'), 'Visiting hours start again tomorrow at 05:00.');
  expect(await next.locator('.primary').count()).toBe(0);
  await at.db.sql`update visiting_hours set opens = '09:00', closes = '19:00'`;
  const [contact] = await at.db.sql`
    select kind, reached, promise_pence, promise_on::text, next_step, next_on::text from contact
    where rent_account_id = ${one.id} order by id desc limit 1`;
  expect(contact).toEqual({
    kind: 'call',
    reached: true,
    promise_pence: 2500,
    promise_on: promised,
    next_step: 'call',
    next_on: addDays(promised, 5),
  });
  // The case waits now: nothing is asked for any more.
  await page.getByText('Promised £25.00 by').first().waitFor();
  expect(await page.locator('[data-main-action]').count()).toBe(0);
});

test('[UI-522] [UI-602] [UI-603] [UI-604] [UI-709] the main button writes to a mobile that was added for a landline: a template opens in the device’s own app, and is recorded as it was sent', async () => {
  const one = await free('message');
  await at.db.sql`update person set phone = '01632 960843', email = null where id in (
    select person_id from tenancy_person t join rent_account a on a.tenancy_id = t.tenancy_id where a.id = ${one.id})`;
  const { page } = await at.person(officer1, phone, `/cases/${one.id}`);
  await page.evaluate(noApps);
  // [UI-604] What is overdue, why now and what to do are in the first view.
  const parts = [
    '#case-title',
    ...['real-arrears', 'next-step', 'add-phone'].map((id) => `[data-testid="${id}"]`),
  ];
  for (const part of parts) {
    const box = (await page.locator(part).boundingBox())!;
    const below = `document.elementFromPoint(${box.x + 5}, ${box.y + box.height - 5})`;
    expect(await page.evaluate(`${below}?.closest('${part}') !== null`), part).toBe(true);
  }
  expect(await page.getByTestId('real-arrears').textContent()).toBe(formatPence(one.realArrearsPence));
  // [UI-603] The number of a person opens the same form as the main button.
  await page.getByTestId('call-person').first().click();
  await page.getByRole('heading', { name: 'Record the call' }).waitFor();
  expect(await page.locator('dialog[open]').textContent()).toContain('01632 960843');
  await page.keyboard.press('Escape');
  // [UI-602] No text to a landline, with the reason.
  expect(await page.getByRole('button', { name: /^Text / }).count()).toBe(0);
  await page.getByText('01632 960843 is not a mobile number').first().waitFor();
  // [UI-709] A person has one number: the button and the form say that it is replaced.
  expect((await page.getByTestId('add-phone').textContent())!.trim()).toBe('Replace with a mobile number');
  await page.getByTestId('add-phone').click();
  await page.getByText('It replaces 01632 960843, because only one number is kept.').waitFor();
  await page.getByRole('textbox', { name: 'Mobile number' }).fill('+44 7700 900844');
  expect(await violations(page, 'dialog[open]')).toEqual([]);
  await page.locator('dialog[open]').getByRole('button', { name: 'Save' }).click();
  await page
    .getByRole('button', { name: /^Text / })
    .first()
    .waitFor();
  // By its key, once the form is closed.
  await page.locator('dialog[open]').waitFor({ state: 'detached' });
  await page.getByTestId('message').waitFor();
  await page.keyboard.press('a');
  const text = page.getByLabel('Message', { exact: true });
  await text.fill('Please call me. Jean');
  const link = page.getByTestId('open-message');
  expect(await link.getAttribute('href')).toBe('sms:07700900844?&body=Please%20call%20me.%20Jean');
  expect(await violations(page, 'dialog[open]')).toEqual([]);
  await expectNothingSideways(page, 'the message');
  await link.click();
  await page.getByRole('heading', { name: 'Record the message' }).waitFor();
  await page.getByRole('button', { name: 'Save contact' }).click();
  await until(async () => {
    const [contact] = await at.db.sql`
      select kind, reached, note from contact where rent_account_id = ${one.id} order by id desc limit 1`;
    expect(contact).toEqual({ kind: 'message', reached: false, note: 'Please call me. Jean' });
  });
});

test('[UI-528] [UI-674] before the knock: an alert with its detail, that an interpreter is needed, and whose language is not recorded; without signal too, once the case was open', async () => {
  const one = await visitable();
  await at.db
    .sql`insert into cautionary_alert (property_id, kind, detail, source, starts_on, review_on, expires_on)
    select t.property_id, 'dangerous_animal', 'A large dog in the front garden', 'Repairs', now()::date, now()::date + 30, now()::date + 60
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${one.id}`;
  await at.db.sql`update person set language = 'Somali' where id in (
    select person_id from tenancy_person t join rent_account a on a.tenancy_id = t.tenancy_id where a.id = ${one.id})`;
  await at.db.sql`with ben as (insert into person (name) values ('Ben Example') returning id)
    insert into tenancy_person (tenancy_id, person_id, role)
    select a.tenancy_id, ben.id, 'joint_tenant' from rent_account a, ben where a.id = ${one.id}`;
  const { page } = await at.person(officer1, phone, `/cases/${one.id}/visit`);
  const dog = page.getByText('A large dog in the front garden');
  await dog.waitFor();
  const interpreter = page.getByTestId('interpreter');
  expect(await interpreter.textContent()).toContain('speaks Somali');
  const knock = (await page.getByTestId('knock').boundingBox())!;
  const unknown = page.getByTestId('language-unknown');
  await untilText(unknown, 'Language not recorded: Ben Example. Ask if they need an interpreter.');
  for (const above of [dog, interpreter, unknown]) {
    const box = (await above.boundingBox())!;
    expect(box.y + box.height).toBeLessThan(knock.y);
  }
  // Without signal too, once the case was open.
  await page.getByRole('link', { name: 'Case', exact: true }).click();
  await setOut(page);
  await goOffline(page);
  await page.getByTestId('start-visit').click();
  await onStep(page, 'door');
  await dog.waitFor();
  await interpreter.waitFor();
  await unknown.waitFor();
  await nextTo(page, 'who');
  await meetTenant(page);
  await nextTo(page, 'checks');
  await nextTo(page, 'details');
  await page.getByText('Still right?').first().waitFor();
  // [UI-674] It is asked at the door, kept on the device, and no longer unknown from then on.
  const asks = page.getByTestId('missing-data');
  await asks.getByRole('button', { name: 'Add Ben Example’s language' }).click();
  await asks.getByRole('button', { name: 'Save as English' }).click();
  await asks.getByText('Ben Example: Language: English').waitFor();
  for (const step of ['checks', 'who', 'door']) {
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await onStep(page, step);
  }
  await unknown.waitFor({ state: 'detached' });
});

test('[UI-612] [UI-616] [UI-666] [UI-703] a case that was never opened: its visit begins without signal with alert, language and telephone number and says how old they are; where nothing is known it says so before the door', async () => {
  // One that no other test visits.
  const one = (await at.cases()).find(
    (c) => c.action === 'wait' && c.alerts.length === 0 && c.visit === null && !c.tenant.includes(' and '),
  )!;
  await at.db
    .sql`insert into cautionary_alert (property_id, kind, detail, source, starts_on, review_on, expires_on)
    select t.property_id, 'dangerous_animal', 'Two dogs behind the gate', 'Repairs', now()::date, now()::date + 30, now()::date + 60
    from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${one.id}`;
  await at.db.sql`update property set address = 'Flat 4, 36 Bexwell Road' where id in (
    select property_id from tenancy t join rent_account a on a.tenancy_id = t.id where a.id = ${one.id})`;
  await at.db
    .sql`update person set name = 'Tegan Grzelak-Moor', language = 'Polish', phone = '07700 900855' where id in (
    select person_id from tenancy_person t join rent_account a on a.tenancy_id = t.tenancy_id where a.id = ${one.id})`;
  await at.db.sql`insert into visit (rent_account_id, staff_id, planned_for)
    select ${one.id}, id, now()::date from staff where email = ${officer1}`;
  // From the list alone, with nothing pressed.
  const { page } = await at.person(officer1, { ...phone, ...withWorker });
  await until(
    async () => expect(await page.evaluate<string[]>(answersKept)).toContain(`/api/cases/${one.id}`),
    30_000,
  );
  await page.evaluate(workerReady);
  const bar = async () => (await page.getByTestId('facts').boundingBox())!.height;
  const before = await bar();
  await goOffline(page);
  await page.goto(`/cases/${one.id}/visit`);
  await onStep(page, 'door');
  await page.getByText('Two dogs behind the gate').waitFor();
  expect(await page.getByTestId('interpreter').first().textContent()).toContain('speaks Polish');
  expect(await page.getByTestId('door-phone').first().getAttribute('href')).toBe('tel:07700900855');
  expect(await page.getByTestId('home-as-of').textContent()).toMatch(/as of \d\d:\d\d/);
  expect(await page.getByTestId('home-unknown').count()).toBe(0);
  await expectNothingSideways(page, 'the door without signal');
  // [UI-666] With large text the name and the address are whole, and the number is in one piece.
  await page.evaluate(`document.documentElement.style.fontSize = '200%'`);
  for (const part of ['#visit-title', '#visit-title + p'])
    expect(await page.evaluate(hiddenOf(part)), part).toEqual([0, 0]);
  expect(await page.evaluate(linesOfNumber)).toBe(1);
  // [UI-703] So are the names of joint tenants.
  await page.evaluate(
    `document.querySelector('#visit-title').textContent = 'Jean Farahani-Lowe and Kofi Farahani-Lowe'`,
  );
  for (const part of ['#visit-title', '.who:has(#visit-title)'])
    expect(await page.evaluate(hiddenOf(part)), part).toEqual([0, 0]);
  await page.evaluate(`document.documentElement.style.fontSize = ''`);
  // [UI-616] A lost signal moves nothing on the page, also when it has been lost for hours.
  for (const [minutesMore, words] of [
    [25, '25 minutes old'],
    [160, '3 hours old'],
  ] as const) {
    await page.evaluate(`{
      const later = () => before.now() + ${minutesMore} * 60_000;
      const before = Date;
      globalThis.Date = new Proxy(Date, { get: (of, key) => (key === 'now' ? later : Reflect.get(of, key)) });
      undefined;
    }`);
    await untilText(page.locator('[data-fact="age"]'), words);
    expect(await bar(), words).toBe(before);
  }
  // A home of which this device keeps nothing.
  const other = (await at.cases()).find(({ id, alerts }) => id !== one.id && alerts.length === 0)!;
  await page.evaluate(loseAnswers(other.id));
  await page.goto(`/cases/${other.id}/visit`);
  const warning = page.getByTestId('home-unknown');
  await untilText(warning, 'Alerts for this home are not on this device. Call the office before you knock.');
  const [above, knock] = [await warning.boundingBox(), await page.getByTestId('knock').boundingBox()];
  expect(above!.y + above!.height).toBeLessThan(knock!.y);
  expect(await violations(page)).toEqual([]);
});

test('[UI-121] a photograph is upright, no larger than a screen needs, and has no place', async () => {
  const { page, one } = await atTheDoor();
  await page.goto(`/cases/${one.id}/visit?step=checks`);
  await checkOf(page, 'condition').getByRole('radio', { name: 'Needs repair' }).check({ force: true });
  const input = checkOf(page, 'condition').locator('input[type=file]');
  await input.setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: await photograph(page) });
  await checkOf(page, 'condition').getByText('Sent').waitFor();
  const [photo] = await at.db.sql<{ width: number; height: number; mime: string; data: Buffer }[]>`
    select width, height, mime, data from photo where rent_account_id = ${one.id}`;
  expect([photo!.mime, photo!.width, photo!.height]).toEqual(['image/jpeg', 800, 1600]);
  expect(photo!.data.includes('Exif')).toBe(false);
  // The white quarter that was on the left is at the top.
  const colours = await page.evaluate<number[]>(`(async () => {
    const picture = document.querySelector('[data-check=condition] img');
    const draw = Object.assign(document.createElement('canvas'), { width: 800, height: 1600 }).getContext('2d', { willReadFrequently: true });
    draw.drawImage(picture, 0, 0);
    return [draw.getImageData(400, 100, 1, 1).data[0], draw.getImageData(400, 1500, 1, 1).data[0]];
  })()`);
  expect(colours[0]).toBeGreaterThan(240);
  expect(colours[1]).toBeLessThan(90);
  // A file that is no picture is refused with a message, and nothing of it is sent.
  await input.setInputFiles({ name: 'x.png', mimeType: 'image/png', buffer: Buffer.from('<html>') });
  await checkOf(page, 'condition').getByText('not a photograph').waitFor();
  await input.setInputFiles({ name: 'y.png', mimeType: 'image/png', buffer: png(40, 30).subarray(0, 60) });
  await checkOf(page, 'condition').getByText('not a photograph').waitFor();
  expect(await at.db.sql`select from photo where rent_account_id = ${one.id}`).toHaveLength(1);
});

test('[UI-122] a visit can be left and continued, also after the app was closed, with nothing lost', async () => {
  const { page, one } = await atTheDoor();
  await next(page);
  await choose(page, 'Someone else');
  await page.getByLabel('Who was it?').fill('Their sister, Ms Example');
  await nextTo(page, 'checks');
  await checkOf(page, 'access').getByRole('radio', { name: 'Hard to get in' }).check({ force: true });
  await checkOf(page, 'access').getByRole('textbox').fill('The bell is dead: ring 07700 900000');
  await until(async () => {
    const kept = await page.evaluate(keptKeys(`visit ${one.id}`));
    expect(JSON.stringify(kept)).toContain('The bell is dead');
  });
  await page.goto('/worklist');
  await page.goto(`/cases/${one.id}`);
  await page.getByRole('link', { name: 'Continue the visit' }).click();
  await onStep(page, 'checks');
  expect(await checkOf(page, 'access').getByRole('textbox').inputValue()).toContain('The bell is dead');
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await onStep(page, 'who');
  expect(await page.getByLabel('Who was it?').inputValue()).toBe('Their sister, Ms Example');
  // The phone's back button goes one step back, and forward again.
  await page.goBack();
  await onStep(page, 'checks');
});

test('[UI-123] without signal a visit can be finished; photographs and steps are sent later, with the time when they were made', async () => {
  const { page, one } = await atTheDoor({ ...phone, ...withWorker });
  await next(page);
  const camera = await photograph(page);
  await goOffline(page);
  const before = Date.now();
  await meetTenant(page);
  await next(page);
  await checkOf(page, 'damp_mould').getByRole('radio', { name: 'Damp or mould' }).check({ force: true });
  await page.getByRole('button', { name: 'Kitchen' }).click();
  const room = page.locator('[data-room="Kitchen"]');
  await room.getByRole('radio', { name: 'Emergency' }).check({ force: true });
  await room
    .locator('input[type=file]')
    .setInputFiles({ name: 'k.jpg', mimeType: 'image/jpeg', buffer: camera });
  await room.getByText('To send').waitFor();
  const seen = Date.now();
  for (const step of ['details', 'budget', 'money']) {
    await nextTo(page, step);
  }
  await choose(page, 'Nothing yet');
  await nextTo(page, 'next');
  await choose(page, 'Nothing more to do');
  await nextTo(page, 'end');
  await next(page);
  await page.getByTestId('visit-done').waitFor();
  expect(await page.getByTestId('visit-done').textContent()).toMatch(/Saved on this device. Will send/);
  await page.context().setOffline(false);
  await untilText(page.getByTestId('visit-done'), 'All sent', 20_000);
  const [hazard] = await at.db.sql<{ aware_at: Date; photos: number }[]>`
    select h.aware_at, (select count(*)::int from check_photo p join photo f on f.id = p.photo_id where p.check_id = c.id) as photos
    from home_check c join hazard h on h.repair_id = c.repair_id where c.rent_account_id = ${one.id}`;
  expect(hazard!.photos).toBe(1);
  expect(hazard!.aware_at.getTime()).toBeGreaterThanOrEqual(before - 1500);
  expect(hazard!.aware_at.getTime()).toBeLessThanOrEqual(seen + 1500);
});

test('[OFF-81] a hazard that is recorded without signal on a phone whose clock was set a day ahead counts from when it was seen, and its officer is asked to check the time', async () => {
  // The phone's time zone is not the landlord's, which must not matter.
  const { page, one } = await atTheDoor({ ...phone, ...withWorker, timezoneId: 'Pacific/Auckland' });
  await next(page);
  await goOffline(page);
  const before = Date.now();
  await page.evaluate(movePage, 86_400_000);
  await meetTenant(page);
  await next(page);
  await checkOf(page, 'damp_mould').getByRole('radio', { name: 'Damp or mould' }).check({ force: true });
  await page.getByRole('button', { name: 'Kitchen' }).click();
  await page
    .locator('[data-room="Kitchen"]')
    .getByRole('radio', { name: 'Emergency' })
    .check({ force: true });
  await nextTo(page, 'details');
  const seen = Date.now();
  await page.context().setOffline(false);
  await until(async () => {
    const [hazard] = await at.db.sql<{ aware_at: Date; target_at: Date }[]>`
      select h.aware_at, r.target_at from home_check c join hazard h on h.repair_id = c.repair_id
      join repair r on r.id = h.repair_id where c.rent_account_id = ${one.id}`;
    const aware = hazard!.aware_at.getTime();
    expect(aware).toBeGreaterThanOrEqual(before - 10_000);
    expect(aware).toBeLessThanOrEqual(seen + 10_000);
    expect(hazard!.target_at.getTime()).toBe(aware + 86_400_000);
  }, 20_000);
  await page.goto(`/cases/${one.id}`);
  await page
    .getByText(
      /^Check the time of a visit: the device’s clock was off by about 1 day\. It counts from \w+day /,
    )
    .first()
    .waitFor();
  const entry = page.locator('[data-testid="history"] [data-kind="clock"]').first();
  await untilText(entry, 'The clock of the device was changed by about 1 day.');
  await untilText(entry, /The device said \w+day .+ Doorstep counts from \w+day /);
  expect(await violations(page)).toEqual([]);
});

test('[UI-124] a payment before the door stands the officer down; in any later step it is shown as information, and no text is lost', async () => {
  const order = ['door', 'who', 'checks', 'details', 'budget', 'money', 'next', 'end'];
  const word = (page: Page) => page.getByLabel(/^Note/);
  const fine = (page: Page) => checkOf(page, 'welfare').getByRole('radio', { name: 'Fine' });
  const pounds = (page: Page) => page.getByLabel('Amount in pounds');
  const note = (page: Page) => page.getByLabel(/^Note/);
  let device: Page | undefined;
  for (const [last, step] of order.entries()) {
    const { page, one } = await atTheDoor(phone, device);
    device = page;
    for (const on of order.slice(0, last + 1)) {
      if (on !== 'door') await nextTo(page, on);
      if (on === 'who') await meetTenant(page);
      if (on === 'who') await word(page).fill('In a hurry');
      if (on === 'checks') await fine(page).check({ force: true });
      if (on === 'money') await choose(page, 'Promised to pay');
      if (on === 'money') await pounds(page).fill('12');
      if (on === 'end') await note(page).fill('Half a sentence');
    }
    await at.payAll(one.id);
    const alert = page.getByTestId('stand-down').locator('section');
    const calm = page.getByTestId('door-word').locator('section');
    // Before the door it is a stand-down; after somebody was met it is information.
    const isStopped = step === 'door';
    const message = isStopped ? alert : calm;
    await message.waitFor({ timeout: 4000 });
    expect(await message.textContent(), `in step ${step}`).toMatch(isStopped ? /Paid £/ : /£.* received/);
    expect(await alert.count(), `in step ${step}`).toBe(isStopped ? 1 : 0);
    expect(await stepOf(page)).toBe(step);
    if (step === 'who') expect(await word(page).inputValue()).toBe('In a hurry');
    if (step === 'checks') expect(await fine(page).isChecked()).toBe(true);
    if (step === 'money') expect(await pounds(page).inputValue()).toBe('12');
    if (step === 'end') expect(await note(page).inputValue()).toBe('Half a sentence');
    if (isStopped) {
      await alert.getByRole('button', { name: 'Turn back' }).click();
      await alert.waitFor({ state: 'detached' });
      await page.getByText('You turned back').waitFor();
    } else expect(await page.getByRole('button', { name: 'Turn back' }).count()).toBe(0);
    await until(async () => {
      const [visit] = await at.db.sql<{ state: string; met: string | null }[]>`
        select state, met from visit where rent_account_id = ${one.id} order by id desc limit 1`;
      expect(visit?.state, `in step ${step}`).toBe(isStopped ? 'stood_down' : 'on_the_way');
      if (last > 1) expect(visit?.met, `in step ${step}`).toBe('tenant');
    });
    // Otherwise the officer would still be on the way to this door when they set out to the next.
    await at.db
      .sql`update visit set state = 'cancelled', ended_at = now() where rent_account_id = ${one.id} and state = 'on_the_way'`;
  }
});

test('[UI-125] with nobody at home card, time and reason take three taps, and the visit is finished in two more steps', async () => {
  const { page, one } = await atTheDoor();
  await next(page);
  await choose(page, 'No contact');
  await page.getByRole('radio', { name: 'No answer', exact: true }).check({ force: true });
  await choose(page, 'Card left');
  await nextTo(page, 'next');
  await choose(page, 'Visit again');
  await page.getByRole('button', { name: 'In 1 week' }).click();
  await nextTo(page, 'end');
  await next(page);
  await page.getByTestId('visit-done').waitFor();
  await until(async () => {
    const visits = await at.db.sql`
      select state, outcome, card_left, planned_for - now()::date as ahead from visit
      where rent_account_id = ${one.id} and (ref is not null or state = 'planned') order by id`;
    expect(visits).toEqual([
      { state: 'done', outcome: 'card_left', card_left: true, ahead: 0 },
      { state: 'planned', outcome: null, card_left: null, ahead: 7 },
    ]);
  });
});

test('[UI-126] no step of a visit has an accessibility fault or scrolls sideways at 320 px, light and dark', async () => {
  const { page } = await atTheDoor();
  const look = async (step: string) => {
    await onStep(page, step);
    expect(await violations(page), step).toEqual([]);
    await expectNothingSideways(page, step);
  };
  await look('door');
  await next(page);
  await look('who');
  await meetTenant(page);
  await nextTo(page, 'checks');
  await checkOf(page, 'damp_mould').getByRole('radio', { name: 'Damp or mould' }).check({ force: true });
  await page.getByRole('button', { name: 'Bathroom' }).click();
  const room = page.locator('[data-room="Bathroom"]');
  await checkOf(page, 'welfare').getByRole('radio', { name: 'I am worried' }).check({ force: true });
  await look('checks');
  await room.getByRole('radio', { name: 'Significant' }).check({ force: true });
  await checkOf(page, 'welfare').getByRole('radio', { name: 'Fine' }).check({ force: true });
  for (const step of ['details', 'budget', 'money']) {
    await next(page);
    await look(step);
  }
  await choose(page, 'Nothing yet');
  await next(page);
  await look('next');
  await choose(page, 'Nothing more to do');
  await next(page);
  await look('end');
});

test('[UI-130] the deadlines of a hazard are shown with its repair; a step that is done is recorded there, and the next one starts', async () => {
  const { page } = await at.person(undefined, phone);
  // Any case will do: the repair is what counts.
  const one = (await at.cases()).find(({ id }) => !used.includes(id))!;
  await at.db.sql`
    with damp as (
      insert into repair (property_id, category, priority, description, reported_at, target_at)
      select t.property_id, 'damp_mould', 'urgent', 'Black mould', now() - interval '54 hours', now() + interval '10 days'
      from rent_account a join tenancy t on t.id = a.tenancy_id where a.id = ${one.id} returning id, reported_at)
    insert into hazard (repair_id, severity, aware_at, nation) select id, 'emergency', reported_at, 'england' from damp`;
  await page.goto(`/cases/${one.id}`);
  const steps = page.getByTestId('hazard').last();
  await steps.waitFor();
  const step = (name: string) => steps.locator('li').filter({ hasText: name });
  // The 24 hours have passed, and the day on which they ended, too.
  expect(await step('Make safe').textContent()).toMatch(/late, was due/);
  expect(await step('Written summary').textContent()).toContain('runs from the end of the investigation');
  await step('Investigate')
    .getByRole('button', { name: /^Record/ })
    .click();
  await step('Investigate').getByRole('button', { name: 'Save' }).click();
  await untilText(step('Investigate'), /today \d\d:\d\d, done\s*late/);
  await untilText(step('Written summary'), /by /);
});

test('[UI-19] no page reported an error', () => at.expectQuiet());
