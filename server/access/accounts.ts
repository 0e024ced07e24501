// better-auth, set up for Doorstep: accounts of the staff only, e-mail and password, a bearer token for programs,
// the landlord's own OpenID provider where one is configured. Its tables are in schema auth (migration 0006).
import { betterAuth } from 'better-auth';
import { APIError } from 'better-auth/api';
import { bearer, genericOAuth } from 'better-auth/plugins';
import type { Pool } from 'pg';
import { demoSignIn } from './demo-sign-in.ts';
import { hashedTokens } from './hashed-tokens.ts';
import { closedPaths, screenCodePlugins } from './screen-code-plugins.ts';

export type AccountOptions = {
  pool: Pool;
  secret: string;
  /** Where people reach us: cookies are Secure when it is https. */
  baseUrl: string;
  publicUrl: string | null;
  demo: boolean;
  oidc: { issuer: string; clientId: string; clientSecret: string } | null;
  /** The staff id that an e-mail address belongs to; null for strangers, who get no account. */
  staffByEmail: (email: string) => Promise<number | null>;
  /** Whether this user of better-auth is one of the staff still. */
  isActive: (userId: string) => Promise<boolean>;
  onSessionEnded: (sessionId: string) => void;
};

export function createAccounts(options: AccountOptions) {
  return betterAuth({
    appName: 'Doorstep',
    baseURL: options.baseUrl,
    basePath: '/api/auth',
    secret: options.secret,
    database: options.pool,
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10 },
    user: { additionalFields: { staffId: { type: 'number', required: true, input: false, unique: true } } },
    // No cookie cache: a session that was ended, here or by another process, opens nothing from that instant on.
    session: { expiresIn: 7 * 24 * 3600, updateAge: 24 * 3600 },
    account: {
      accountLinking: { enabled: true, trustedProviders: ['oidc'] },
      encryptOAuthTokens: true,
    },
    verification: { storeIdentifier: 'hashed' },
    plugins: [
      hashedTokens(),
      // Signed as the cookie is: the token alone opens nothing.
      bearer({ requireSignature: true }),
      ...screenCodePlugins(),
      ...(options.demo ? [demoSignIn()] : []),
      ...(options.oidc ? [genericOAuth({ config: [provider(options.oidc)] })] : []),
    ],
    databaseHooks: {
      user: {
        create: {
          // Only staff have accounts: the person whom the provider returns must already be one of them.
          before: async (user) => {
            const staffId = await options.staffByEmail(user.email.toLowerCase());
            return staffId === null ? false : { data: { ...user, staffId } };
          },
        },
      },
      session: {
        create: {
          // Every kind of sign-in creates a session here.
          before: async (session) => {
            if (!(await options.isActive(session.userId)))
              throw new APIError('FORBIDDEN', { code: 'ACCOUNT_CLOSED', message: 'The account is closed.' });
          },
        },
        delete: { after: async (session) => options.onSessionEnded(session.id) },
      },
    },
    // Rethrown: better-auth would answer 500 and print the database's message to standard output.
    onAPIError: { throw: true },
    // Same origin is checked before a request gets here (server/http); this repeats it with the browser's headers.
    trustedOrigins: (request) => [options.publicUrl, ownOrigin(request)],
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      cookiePrefix: 'doorstep',
      useSecureCookies: options.publicUrl?.startsWith('https:') ?? false,
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
      ipAddress: { disableIpTracking: true },
      database: { validateSchema: false },
      // Explicit, because better-auth omits this check when it believes that the process runs tests.
      disableOriginCheck: false,
    },
    disabledPaths: [
      '/update-user',
      '/delete-user',
      '/change-email',
      '/request-password-reset',
      '/error',
      '/ok',
      ...closedPaths,
    ],
  });
}

export type Accounts = ReturnType<typeof createAccounts>;

function provider(oidc: NonNullable<AccountOptions['oidc']>) {
  return {
    providerId: 'oidc' as const,
    discoveryUrl: `${oidc.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    requireIdTokenVerification: true,
  };
}

function ownOrigin(request: Request | undefined): string | null {
  const origin = request?.headers.get('origin');
  const host = request?.headers.get('host');
  return origin && host && URL.canParse(origin) && new URL(origin).host === host ? origin : null;
}
