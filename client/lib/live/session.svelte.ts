// Who is signed in on this device. The last answer is remembered so that the app opens without signal; the server's word
// replaces it as soon as it comes. Nothing here waits for the device or the server without a limit, and a start that has
// not come up says what it waits for. What happens to the device's content is device-owner.ts.
import { tick } from 'svelte';
import type { DemoPerson, Me } from '#contract/me.ts';
import { onUnauthorised, Problem, request } from './api.ts';
import { allWritten, hold, keep, kept } from './device.ts';
import { forgetFirstList } from './first-list.ts';
import { makeOwner, eraseOwner, setAsideOwner, finishPendingErasure } from './device-owner.ts';
import {
  onSignInElsewhere,
  markSignIn,
  markSignOutPending,
  isSignOutPending,
  clearSignOutPending,
  signInMark,
} from './pending-sign-out.ts';
import { saveNow } from './unsaved.ts';

export type { Me, DemoPerson };
type Role = Me['role'];
/** What a start waits for. */
export type Step = 'device' | 'server' | '';

export const roleWords: Record<Role, string> = {
  officer: 'Income officer',
  manager: 'Team manager',
  repairs: 'Repairs team',
  money_advice: 'Money advice',
  admin: 'Administrator',
};
const words = {
  over: 'Your session has ended. Sign in again to go on.',
  owed: 'You are signed out on this device. The server will be told when you have signal again.',
  unread: 'Signed in, but your details could not be read. Try again.',
};

/** As long as a session lives without being used (server/access/accounts.ts): an older copy is nobody's any more. */
const rememberedDays = 7;
const answerMs = 8000;
const retryMs = 5000;
/** Milliseconds in which a device that answers has stored what was typed last. */
const lastWordsMs = 2500;

const moneyRoles: readonly Role[] = ['officer', 'manager', 'admin'];
const seesMoney = (me: Me | null | undefined): boolean => moneyRoles.includes(me?.role as Role);

class Session {
  /** undefined: not known yet; null: nobody. */
  me = $state.raw<Me | null | undefined>(undefined);
  /** Why the person was asked to sign in again. */
  ended = $state('');
  /** What opening waits for at this moment. */
  waitsFor = $state<Step>('');
  /** Why it could not be opened; it is tried again by itself. '' while it may still open. */
  trouble = $state('');
  #opening: Promise<void> | null = null;
  #ending: Promise<boolean> | null = null;
  /** The copies of an ended session are being removed: nobody begins before that is done. */
  #removing: Promise<void> | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #turn = signInMark();
  /** Who was on screen last in this page. */
  #last: Me | undefined;

  get seesMoney(): boolean {
    return seesMoney(this.me);
  }

  /** Resolves when it is known who this is, from the server or without signal from the device, or that neither says. */
  open(): Promise<void> {
    this.#opening ??= this.#open(true).finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** Follows what happens in other tabs, and pages that come back. Returns the way to stop. */
  follow(): () => void {
    const stop = onSignInElsewhere(() => this.#turned());
    // Back out of the browser's cache: somebody may have signed out or in meanwhile, and no event told this page.
    const shown = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      if (this.#turn !== signInMark()) this.#turned();
      else if (this.me) void this.check('');
      else void this.open();
    };
    const online = () => void (isSignOutPending() || this.trouble ? this.open() : undefined);
    onUnauthorised(() => void this.check(''));
    window.addEventListener('pageshow', shown);
    window.addEventListener('online', online);
    return () => {
      stop();
      window.removeEventListener('pageshow', shown);
      window.removeEventListener('online', online);
      clearTimeout(this.#retry);
    };
  }

  async #open(fromDevice: boolean): Promise<void> {
    await this.#removing;
    clearTimeout(this.#retry);
    // The session that was signed out of ends before anything else is asked in its name.
    if (isSignOutPending()) {
      this.#nobody(words.owed);
      void finishPendingErasure(Date.now());
      if (await this.#endOwed()) this.ended = '';
      else this.#again();
      return;
    }
    this.waitsFor = 'device';
    const remembered = fromDevice ? this.#remembered() : Promise.resolve(undefined);
    let answered = false;
    void remembered.then((me) => {
      if (!answered && me && this.me === undefined) this.#show(me);
    });
    this.waitsFor = 'server';
    try {
      const me = await request<Me>('/api/me', { signal: AbortSignal.timeout(answerMs) });
      answered = true;
      await this.#become(me);
    } catch (error) {
      answered = true;
      this.waitsFor = 'device';
      const known = await remembered;
      if (isOver(error)) await this.#over(known || this.me ? words.over : '');
      else if (known) {
        if (this.me === undefined) this.#show(known);
      } else if (this.me === undefined) {
        this.trouble = (error as Error).message;
        this.#again();
      }
    } finally {
      this.waitsFor = '';
    }
  }

  async #remembered(): Promise<Me | undefined> {
    if (!(await finishPendingErasure(Date.now()))) return undefined;
    const me = await kept<Me & { keptAt?: string }>('me');
    const isOld = me?.keptAt && Date.now() - Date.parse(me.keptAt) > rememberedDays * 86_400_000;
    if (!isOld) return me;
    await setAsideOwner(me.staffId, Date.now());
    return undefined;
  }

  async #become(me: Me): Promise<void> {
    const was = this.#last;
    const isOther = was !== undefined && (was.staffId !== me.staffId || was.role !== me.role);
    if (isOther) await this.#lastWords(() => (this.me = undefined));
    if (isOther || this.me?.staffId !== me.staffId) {
      this.waitsFor = 'device';
      await makeOwner(me.staffId, seesMoney(me), Date.now(), isOther);
    }
    hold(true);
    const kept = keep('me', { ...me, keptAt: new Date().toISOString() });
    if (isOther) {
      // This page's memory is full of what another person, or another role, saw: it begins anew.
      await kept;
      if (location.pathname === '/sign-in') location.replace('/');
      else location.reload();
      return new Promise(() => {});
    }
    this.trouble = '';
    this.ended = '';
    this.#show(me);
  }

  #show(me: Me): void {
    hold(true);
    this.#last = me;
    this.me = me;
  }

  /**
   * Something said that this session is not good any more (the hub, a refused request). The server is asked: the same
   * person stays, perhaps with other rights; else the copies leave the device. believed: also where nobody answers.
   */
  async check(reason: string, believed = false): Promise<void> {
    if (!this.me || this.#opening) return;
    try {
      await this.#become(await request<Me>('/api/me', { signal: AbortSignal.timeout(answerMs) }));
    } catch (error) {
      if (isOver(error) || believed) await this.#over(reason || words.over);
    }
  }

  /** The server ended it: the copies go; what waits on this device stays for the same person. */
  async #over(reason: string): Promise<void> {
    const who = this.me?.staffId;
    const removing = this.#lastWords(() => this.#nobody(reason))
      .then(() => setAsideOwner(who, Date.now()))
      .then(() => {});
    this.#removing = removing;
    await removing.finally(() => this.#removing === removing && (this.#removing = null));
  }

  /**
   * Takes the person off the screen (`leave`). What they typed last is stored on the device first, as far as that answers;
   * after that nothing more is written in their name.
   */
  async #lastWords(leave: () => void): Promise<void> {
    // Begun while the pages and the outbox still know whose words these are.
    const saved = saveNow();
    leave();
    // Pages store what they hold as they are taken down, too.
    await tick();
    const stored = saved.then(allWritten);
    await Promise.race([stored, new Promise((resolve) => setTimeout(resolve, lastWordsMs))]);
    if (!this.me) hold(false);
  }

  #nobody(reason: string): void {
    this.ended = reason;
    this.trouble = '';
    this.me = null;
  }

  /** Somebody signed in or out in another tab. */
  #turned(): void {
    this.#turn = signInMark();
    // Signed out there: what these pages write as they are taken down is not kept either.
    if (this.#turn.startsWith('out ')) hold(false);
    this.me = isSignOutPending() ? null : undefined;
    this.#opening = this.#open(false).finally(() => (this.#opening = null));
  }

  #again(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.open(), retryMs);
  }

  signIn(email: string, password: string): Promise<void> {
    return this.#enter('/api/auth/sign-in/email', { email, password });
  }

  signInDemo(email: string): Promise<void> {
    return this.#enter('/api/auth/demo', { email });
  }

  async #enter(path: string, body: object): Promise<void> {
    await this.#removing;
    // Its cookie would be replaced, and the former session would live on at the server.
    if (!(await this.#endOwed())) throw new Problem(0, noSignal);
    await request(path, { method: 'POST', body });
    this.ended = '';
    this.me = undefined;
    forgetFirstList();
    this.#tellTabs('in');
    await this.#opening;
    this.#opening = this.#open(false).finally(() => (this.#opening = null));
    await this.#opening;
    if (!this.me) throw new Problem(0, words.unread);
  }

  /** Without signal too: everything leaves this device now, and the session ends at the next contact. */
  async signOut(): Promise<void> {
    markSignOutPending();
    hold(false);
    const ending = this.#endOwed();
    const forgotten = eraseOwner((this.me ?? this.#last)?.staffId, Date.now());
    // A store that hangs is emptied at the next start, before anything is read from it (pending-sign-out.ts).
    await Promise.race([forgotten, new Promise((resolve) => setTimeout(resolve, 2500))]);
    this.#tellTabs('out');
    this.#nobody('');
    void ending.then((done) => {
      if (!done && this.me === null) {
        this.ended = words.owed;
        this.#again();
      }
    });
  }

  #tellTabs(way: 'in' | 'out'): void {
    markSignIn(way);
    this.#turn = signInMark();
  }

  /** True when no session is owed its end (any more). One request at a time: a late answer must not end a new session. */
  #endOwed(): Promise<boolean> {
    if (!isSignOutPending()) return Promise.resolve(true);
    this.#ending ??= request('/api/auth/sign-out', {
      method: 'POST',
      body: {},
      signal: AbortSignal.timeout(answerMs),
    })
      .then(
        () => true,
        // Answered at all: there is no such session (any more). Else it may still live.
        (error: unknown) => error instanceof Problem && [400, 401, 404].includes(error.status),
      )
      .then((ended) => {
        if (ended) clearSignOutPending();
        return ended;
      })
      .finally(() => (this.#ending = null));
    return this.#ending;
  }
}

const noSignal = 'Doorstep cannot be reached just now. Check your signal and try again.';
const isOver = (error: unknown): boolean =>
  error instanceof Problem && (error.status === 401 || error.status === 403);

export const session = new Session();
