// Is a request one that our own pages made? Cookies are SameSite=Lax already; this refuses the rest of what another
// site's page could send in somebody's name, over HTTP and for the socket's handshake alike.

type Asked = { origin?: string | null; host?: string | null; fetchSite?: string | null };

/** Programs send no origin and pass: they have no cookie that somebody else could ride on. */
export function sameOrigin(asked: Asked, publicUrl: string | null): boolean {
  if (!asked.origin) return asked.fetchSite !== 'cross-site';
  if (publicUrl && asked.origin === publicUrl) return true;
  try {
    return new URL(asked.origin).host === asked.host;
  } catch {
    return false;
  }
}
