// Whether our own pages sent a request. Cookies are SameSite=Lax already; this refuses the other requests that another
// site's page could forge (CSRF), over HTTP and in the socket's handshake.

type OriginHeaders = { origin?: string | null; host?: string | null; fetchSite?: string | null };

/** True also without an origin: programs send none, and hold no browser cookie that another site could use. */
export function sameOrigin(headers: OriginHeaders, publicUrl: string | null): boolean {
  if (!headers.origin) return headers.fetchSite !== 'cross-site';
  if (publicUrl && headers.origin === publicUrl) return true;
  try {
    return new URL(headers.origin).host === headers.host;
  } catch {
    return false;
  }
}
