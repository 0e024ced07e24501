// Who may connect: a signed-in member of staff, from our own pages or with a bearer token, with this version of the
// protocol. A refusal carries a message that the client can show, and whether reloading or signing in helps.
import type { IncomingHttpHeaders } from 'node:http';
import { sameOrigin } from '../access/origin.ts';
import type { Access } from '../access/access.ts';
import { protocol } from '../contract/protocol.ts';
import { handshake } from '../contract/up.ts';
import type { SocketData } from './types.ts';

type RefusalKind = 'sign-in' | 'protocol' | 'bad-handshake' | 'busy';

/** Arrives at the client as connect_error with `data`. */
export class ConnectionRefused extends Error {
  readonly data: { kind: RefusalKind; message: string };
  constructor(kind: RefusalKind, message: string) {
    super(kind);
    this.data = { kind, message };
  }
}

/**
 * Middleware of a socket server: `check` gives the data of a socket that may connect, or throws a ConnectionRefused. On any
 * other error, `unchecked` receives it, and the client receives the sentence `busy`.
 */
export const admission =
  <Checked extends { data: unknown }>(
    check: (socket: Checked) => Promise<Checked['data']>,
    unchecked: (error: unknown) => void,
    busy: string,
  ) =>
  (socket: Checked, next: (error?: Error) => void): void => {
    check(socket).then(
      (data) => {
        socket.data = data;
        next();
      },
      (error: unknown) => {
        if (error instanceof ConnectionRefused) return next(error);
        unchecked(error);
        next(new ConnectionRefused('busy', busy));
      },
    );
  };

/** Throws a ConnectionRefused. */
export async function admit(
  access: Access,
  shaken: { auth: unknown; headers: IncomingHttpHeaders },
): Promise<SocketData> {
  const auth = handshake.safeParse(shaken.auth ?? {});
  if (!auth.success)
    throw new ConnectionRefused(
      'bad-handshake',
      'Doorstep does not understand this connection. Reload the page.',
    );
  if (auth.data.protocol !== undefined && auth.data.protocol !== protocol)
    throw new ConnectionRefused('protocol', 'A new version of Doorstep is ready. Reload the page.');
  const headers = new Headers();
  const { cookie, authorization } = shaken.headers;
  if (cookie) headers.set('cookie', cookie);
  if (auth.data.token) headers.set('authorization', `Bearer ${auth.data.token}`);
  else if (authorization) headers.set('authorization', authorization);
  const signedIn = await access.signedIn(headers);
  if (!signedIn) throw new ConnectionRefused('sign-in', 'Sign in to continue.');
  // Another tab of that browser has signed in somebody else: this tab's queue must not be sent in their name.
  if (auth.data.staffId !== undefined && auth.data.staffId !== signedIn.actor.staffId)
    throw new ConnectionRefused('sign-in', 'Someone else has signed in on this device. Sign in to continue.');
  return { ...signedIn, since: auth.data.since };
}

/** Whether this handshake comes from our own pages: another site's page may not open a socket in a user's name. */
export function fromOurPages(headers: IncomingHttpHeaders, publicUrl: string | null): boolean {
  const request = { origin: headers.origin, host: headers.host, fetchSite: undefined };
  return sameOrigin(request, publicUrl);
}
