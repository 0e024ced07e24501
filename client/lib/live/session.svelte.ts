// Who is signed in on this device. The last answer is remembered so that the app opens without signal; the server's word
// replaces it as soon as it comes. Signing out clears everything that the device holds.
import type { DemoPerson, Me } from '#contract/me.ts';
import { Problem, request } from './api.ts';
import { forgetEverything, keep, kept } from './device.ts';
import { forgetFirstList } from './first-list.ts';

export type { Me, DemoPerson };
type Role = Me['role'];

export const roleWords: Record<Role, string> = {
  officer: 'Income officer',
  manager: 'Team manager',
  repairs: 'Repairs team',
  money_advice: 'Money advice',
  admin: 'Administrator',
};

class Session {
  /** undefined: not known yet; null: nobody. */
  me = $state.raw<Me | null | undefined>(undefined);
  /** Why the person was asked to sign in again. */
  ended = $state('');

  get seesMoney(): boolean {
    return this.me?.role === 'officer' || this.me?.role === 'manager' || this.me?.role === 'admin';
  }

  /** Resolves when it is known who this is: from the server, or without signal from the device. */
  async open(): Promise<void> {
    const remembered = await kept<Me>('me');
    if (remembered && this.me === undefined) this.me = remembered;
    try {
      const me = await request<Me>('/api/me', { signal: AbortSignal.timeout(8000) });
      this.me = me;
      await keep('me', $state.snapshot(me));
    } catch (error) {
      if (error instanceof Problem && (error.status === 401 || error.status === 403)) {
        this.ended = remembered ? 'Your session has ended. Sign in again to go on.' : '';
        this.me = null;
      } else {
        this.me ??= null;
      }
    }
  }

  /** The server ended it: what waits on this device stays for the same person. */
  end(reason: string): void {
    this.ended = reason || 'Your session has ended. Sign in again to go on.';
    this.me = null;
  }

  async signIn(email: string, password: string): Promise<void> {
    await request('/api/auth/sign-in/email', { method: 'POST', body: { email, password } });
    await this.#entered();
  }

  async signInDemo(email: string): Promise<void> {
    await request('/api/auth/demo', { method: 'POST', body: { email } });
    await this.#entered();
  }

  async #entered(): Promise<void> {
    this.ended = '';
    this.me = undefined;
    forgetFirstList();
    await this.open();
    if (!this.me) throw new Problem(0, 'Signed in, but your details could not be read. Try again.');
  }

  async signOut(): Promise<void> {
    await request('/api/auth/sign-out', { method: 'POST', body: {} }).catch(() => {});
    await forgetEverything();
    this.me = null;
    this.ended = '';
  }
}

export const session = new Session();
