import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';

test('[SERVER-3] what is personal or secret stays out of the log even when a caller hands it over', () => {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-log-'));
  const log = createLog({ level: 'debug', folder });
  const personal = { email: 'someone@example.org', token: 'abc-token', tenant: 'Example Person' };
  log.info(personal, 'flat');
  log.info({ request: personal }, 'nested');
  const refusal = Object.assign(new Error('Key (email)=(someone@example.org) already exists'), {
    code: '23505',
    constraint_name: 'staff_email_key',
    detail: 'Key (email)=(someone@example.org)',
  });
  log.error({ err: refusal }, 'refused by the database');
  const quoted = new Error('invalid input: "first line\nof what Example Person wrote\nat the door"');
  log.error({ err: Object.assign(quoted, { code: '22P02' }) }, 'said no, and repeated it');
  log.close();
  const text = readFileSync(join(folder, 'log', 'doorstep.log'), 'utf8');
  expect(text.trim().split('\n')).toHaveLength(4);
  expect(text).toContain('staff_email_key');
  expect(text).toContain('log.test.ts');
  for (const word of ['someone', 'abc-token', 'Example Person']) expect(text).not.toContain(word);
});
