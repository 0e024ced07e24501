// GET /api/performance/officers/{id}/accounts: the accounts behind a line of an officer's movement. They name accounts: reading
// them leaves a line of audit; an officer gets their own only, without the names of what is not in their patches now.
import { mayIn } from '../../access/rights.ts';
import { officerAccounts, officerAccountsQuery } from '../../contract/performance/officer-accounts.ts';
import { readAccounts } from '../../performance/officers/accounts.ts';
import { idParams, jsonRoute } from '../json-route.ts';
import { routes, type Parts, type Routes } from '../parts.ts';
import { officerShown } from './scope.ts';

export function officerAccountRoutes({ sql, clock }: Pick<Parts, 'sql' | 'clock'>): Routes {
  const app = routes();
  jsonRoute(
    app,
    {
      path: '/api/performance/officers/{id}/accounts',
      summary: 'The accounts behind a line of an officer’s movement, which sum to it',
      params: idParams,
      query: officerAccountsQuery,
      schema: officerAccounts,
      responses: { 200: 'The accounts', 403: 'Not for your role' },
    },
    async ({ actor, params: { id }, query: { line, weeks } }) => {
      officerShown(actor, id);
      const { from, to, rows } = await readAccounts(sql, { staffId: id, line, weeks: Number(weeks) });
      await sql`insert into audit_line (staff_id, what, detail)
        values (${actor.staffId}, 'officer.accounts', ${sql.json({ of: id, line, weeks })})`;
      return {
        asOf: new Date(clock()).toISOString(),
        line,
        from,
        to,
        pence: rows.reduce((sum, { pence }) => sum + pence, 0),
        rows: rows.map(({ accountId, patchId, reference, pence }) => {
          const theirs = patchId === null ? actor.patchIds === 'all' : mayIn(actor, 'cases', patchId);
          return {
            caseId: theirs && reference !== null ? accountId : null,
            reference: theirs ? reference : null,
            pence,
          };
        }),
      };
    },
  );
  return app;
}
