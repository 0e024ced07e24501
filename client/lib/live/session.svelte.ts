// Who is signed in on this device. The last answer is stored so that the app opens without signal; the server's answer
// replaces it. Every wait for the device or the server has a limit, and a slow start shows what it waits for. What
// happens to the device's content is in device-owner.ts.
import { tick } from 'svelte';
import type { DemoPerson, Me } from '#contract/me.ts';
import { onUnauthorised, Problem, request } from './api.ts';
import { allWritten, hold, keep, kept } from './device.ts';
import { forgetFirstAnswers } from './first-answers.ts';
import { makeOwner, eraseOwner, giveBackLate, setAsideOwner, finishPendingErasure } from './device-owner.ts';
import {
  onSignInElsewhere,
  markSignIn,
  markSignOutPending,
  isSignOutPending,
  clearSignOutPending,
  signInMark,
} from './pending-sign-out.ts';
import { saveNow } from './unsaved.ts';
import { orNullAfter } from './or-null-after.ts';
import { setLandlordZone } from '../words/time.ts';
import { request as requestWords, signedOut as words } from './words.ts';

export type { Me, DemoPerson };
/** What a start waits for. */
export type Step = 'device' | 'server' | '';
type Role = Me['role'];

/** A session's life without use (server/access/accounts.ts): an older stored answer is void. */
const rememberedDays = 7;
const answerMs = 8000;
const retryMs = 5000;
/** Milliseconds within which a device that answers has stored the last typed words. */
const lastWordsMs = 2500;

const moneyRoles: readonly Role[] = ['officer', 'manager', 'admin'];
const seesMoney = (me: Me | null | undefined): boolean => moneyRoles.includes(me?.role as Role);

class Session {
  /** undefined: not known yet; null: nobody. */
  me = $state.raw<Me | null | undefined>(undefined);
  /** Why the person has to sign in again. */
  ended = $state('');
  /** What opening waits for at this moment. */
  waitsFor = $state<Step>('');
  /** Why the start failed; it is retried automatically. '' while it may still succeed. */
  trouble = $state('');
  #opening: Promise<void> | null = null;
  #ending: Promise<boolean> | null = null;
  /** The removal of an ended session's copies: no sign-in begins before it is done. */
  #removing: Promise<void> | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #mark = signInMark();
  /** Grows with each sign-in and sign-out here. */
  #turns = 0;
  /** The last person shown on this page. */
  #last: Me | undefined;

  get seesMoney(): boolean {
    return seesMoney(this.me);
  }

  /** Resolves when the person is known from the server or the device, or when neither answered. */
  open(): Promise<void> {
    this.#opening ??= this.#open(true).finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** Follows sign-ins in other tabs and the page's return from the cache. Returns a function that stops it. */
  follow(): () => void {
    const stop = onSignInElsewhere(() => this.#signInChanged());
    // Restored from the browser's cache: a sign-in or sign-out since then sent this page no event.
    const shown = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      if (this.#mark !== signInMark()) this.#signInChanged();
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
    // A session that was signed out of is ended before any other request uses it.
    if (isSignOutPending()) {
      this.#showNobody(words.pending);
      void finishPendingErasure(Date.now());
      if (await this.#endPendingSession()) this.ended = '';
      else this.#retryLater();
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
      await this.#confirm(me);
    } catch (error) {
      answered = true;
      this.waitsFor = 'device';
      const known = await remembered;
      if (isOver(error)) await this.#sessionEnded(known || this.me ? words.over : '');
      else if (known) {
        if (this.me === undefined) this.#show(known);
      } else if (this.me === undefined) {
        this.trouble = (error as Error).message;
        this.#retryLater();
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

  async #confirm(me: Me): Promise<void> {
    const was = this.#last;
    const isOther = was !== undefined && (was.staffId !== me.staffId || was.role !== me.role);
    if (isOther) await this.#storeLastWords(() => (this.me = undefined));
    if (isOther || this.me?.staffId !== me.staffId) {
      this.waitsFor = 'device';
      await makeOwner(me.staffId, seesMoney(me), Date.now(), isOther);
    } else void giveBackLate(me.staffId, Date.now());
    hold(me.staffId);
    const kept = keep('me', { ...me, keptAt: new Date().toISOString() });
    if (isOther) {
      // The page's memory holds what another person or role saw: it reloads.
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
    hold(me.staffId);
    setLandlordZone(me.timeZone);
    this.#last = me;
    this.me = me;
  }

  /**
   * Call when the hub or a refused request says that the session is not valid. Asks the server: the same person stays,
   * perhaps with other rights; otherwise the copies are removed. believed: they are removed also without an answer.
   */
  async check(reason: string, believed = false): Promise<void> {
    if (!this.me || this.#opening) return;
    const asked = this.#turns;
    try {
      const me = await request<Me>('/api/me', { signal: AbortSignal.timeout(answerMs) });
      if (asked === this.#turns) await this.#confirm(me);
    } catch (error) {
      // An answer about an earlier session says nothing about the one of a sign-in since.
      if (asked === this.#turns && (isOver(error) || believed))
        await this.#sessionEnded(reason || words.over);
    }
  }

  /** The session ended: removes the copies; unsent words stay for the same person. */
  #sessionEnded(reason: string): Promise<void> {
    const who = this.me?.staffId;
    // Once for all requests that learn of it: a second removal could run into the next sign-in.
    this.#removing ??= this.#storeLastWords(() => this.#showNobody(reason))
      .then(() => setAsideOwner(who, Date.now()))
      .then(() => {})
      .finally(() => (this.#removing = null));
    return this.#removing;
  }

  /**
   * Removes the person from the screen (`leave`). First stores their last typed words, if the device answers; afterwards
   * nothing is stored in their name.
   */
  async #storeLastWords(leave: () => void): Promise<void> {
    // Started while the pages and the outbox still know whose words these are.
    const saved = saveNow();
    leave();
    // Pages also store their words while they are removed.
    await tick();
    await orNullAfter(saved.then(allWritten), lastWordsMs);
    if (!this.me) hold(null);
  }

  #showNobody(reason: string): void {
    this.ended = reason;
    this.trouble = '';
    this.me = null;
  }

  /** Somebody signed in or out in another tab. */
  #signInChanged(): void {
    this.#mark = signInMark();
    // Signed out there: what these pages write while they are removed is not stored either.
    if (this.#mark.startsWith('out ')) hold(null);
    this.me = isSignOutPending() ? null : undefined;
    this.#opening = this.#open(false).finally(() => (this.#opening = null));
  }

  #retryLater(): void {
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
    // A new sign-in would replace its cookie, and the former session would stay alive at the server.
    if (!(await this.#endPendingSession())) throw new Problem(0, requestWords.noSignal);
    await request(path, { method: 'POST', body });
    this.#turns++;
    this.ended = '';
    this.me = undefined;
    forgetFirstAnswers();
    this.#notifyTabs('in');
    await this.#opening;
    this.#opening = this.#open(false).finally(() => (this.#opening = null));
    await this.#opening;
    if (!this.me) throw new Problem(0, words.unread);
  }

  /** Works without signal too: everything is removed from this device now, and the session ends at the next contact. */
  async signOut(): Promise<void> {
    this.#turns++;
    markSignOutPending();
    hold(null);
    const ending = this.#endPendingSession();
    const forgotten = eraseOwner((this.me ?? this.#last)?.staffId, Date.now());
    // A store that does not answer is emptied at the next start, before it is read (pending-sign-out.ts).
    await orNullAfter(forgotten, lastWordsMs);
    this.#notifyTabs('out');
    this.#showNobody('');
    void ending.then((done) => {
      if (!done && this.me === null) {
        this.ended = words.pending;
        this.#retryLater();
      }
    });
  }

  #notifyTabs(way: 'in' | 'out'): void {
    markSignIn(way);
    this.#mark = signInMark();
  }

  /** True when no session is left to be ended. One request at a time: a late answer must not end a new session. */
  #endPendingSession(): Promise<boolean> {
    if (!isSignOutPending()) return Promise.resolve(true);
    this.#ending ??= request('/api/auth/sign-out', {
      method: 'POST',
      body: {},
      signal: AbortSignal.timeout(answerMs),
    })
      .then(
        () => true,
        // With one of these answers there is no such session; otherwise it may still be alive.
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

const isOver = (error: unknown): boolean =>
  error instanceof Problem && (error.status === 401 || error.status === 403);

export const session = new Session();
