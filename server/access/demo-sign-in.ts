// One press on the sign-in page of a fictional landlord: POST /api/auth/demo {email}. Mounted with DEMO=on only, and
// even then for demo addresses only.
import { APIError, createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';
import { demoAddress } from './demo-people.ts';

export function demoSignIn() {
  return {
    id: 'demo-sign-in',
    endpoints: {
      signInDemo: createAuthEndpoint(
        '/demo',
        { method: 'POST', body: z.object({ email: z.email().max(200) }) },
        async (ctx) => {
          const email = ctx.body.email.toLowerCase();
          const found = demoAddress.test(email)
            ? await ctx.context.internalAdapter.findUserByEmail(email)
            : null;
          if (!found)
            throw new APIError('UNAUTHORIZED', { message: 'There is no demo person with that address.' });
          const session = await ctx.context.internalAdapter.createSession(found.user.id);
          await setSessionCookie(ctx, { session, user: found.user });
          return ctx.json({ signedIn: true });
        },
      ),
    },
  };
}
