// The settings as last read from the server, and the one way to change them: a change has an id, and is sent again under
// the same id if no answer came. They are read again after each change, every ten seconds while the page is visible, and
// when the connection returns, so that other people's changes appear.
import type { SettingChange, SettingDone, Settings } from '#contract/performance/settings.ts';
import { Problem, request } from '../live/api.ts';
import { RemoteRead } from '../live/remote-read.svelte.ts';
import { frame as words } from './words.ts';

export class SettingsStore extends RemoteRead<Settings> {
  /** The last change made here: it can be undone. */
  done = $state.raw<SettingDone | null>(null);
  busy = $state(false);
  #unanswered: { id: string; body: string } | null = null;

  constructor() {
    super(words.failed);
  }

  start = (): (() => void) => this.follow('/api/settings', 10_000);

  /** Sends a change. Returns why it was not made, in words; '' if it was. */
  async press(change: SettingChange): Promise<string> {
    if (this.busy) return words.busy;
    this.busy = true;
    const sent = JSON.stringify(change);
    const id = this.#unanswered?.body === sent ? this.#unanswered.id : crypto.randomUUID();
    this.#unanswered = { id, body: sent };
    try {
      this.done = await request<SettingDone>('/api/settings/changes', {
        method: 'POST',
        body: { id, change },
      });
      this.#unanswered = null;
      await this.again();
      return '';
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status > 0 && error.status < 500) this.#unanswered = null;
      if (error.status === 409) await this.again();
      return error.message;
    } finally {
      this.busy = false;
    }
  }
}
