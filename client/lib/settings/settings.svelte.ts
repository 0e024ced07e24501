// The settings as the server last said them, and the one way to change them: a press with an id of its own, sent again
// under the same id where no answer came. Read again after each press, every ten seconds while looked at, and when the
// connection comes back, so that what somebody else changes appears by itself.
import type { SettingAsked, SettingDone, Settings } from '#contract/performance/settings.ts';
import { Problem, request } from '../live/api.ts';

const againMs = 10_000;

export class SettingsStore {
  answer = $state.raw<Settings | null>(null);
  /** Why it could not be read; what stands is what was read last. */
  trouble = $state('');
  /** The last press that was done here: it can be taken back. */
  done = $state.raw<SettingDone | null>(null);
  busy = $state(false);
  #unanswered: { id: string; said: string } | null = null;
  #reading = 0;

  start(): () => void {
    const read = () => void this.read();
    const shown = () => !document.hidden && read();
    const timer = setInterval(shown, againMs);
    document.addEventListener('visibilitychange', shown);
    window.addEventListener('online', read);
    read();
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', shown);
      window.removeEventListener('online', read);
    };
  }

  async read(): Promise<void> {
    const mine = ++this.#reading;
    try {
      const answer = await request<Settings>('/api/settings');
      // A later question may have been answered first.
      if (mine !== this.#reading) return;
      this.answer = answer;
      this.trouble = '';
    } catch (error) {
      if (mine !== this.#reading) return;
      this.trouble = error instanceof Problem ? error.message : 'The settings could not be read just now.';
    }
  }

  /** Why it was not done, in words; '' where it was. */
  async press(change: SettingAsked): Promise<string> {
    if (this.busy) return 'The last change is still on its way.';
    this.busy = true;
    const said = JSON.stringify(change);
    const id = this.#unanswered?.said === said ? this.#unanswered.id : crypto.randomUUID();
    this.#unanswered = { id, said };
    try {
      this.done = await request<SettingDone>('/api/settings/changes', {
        method: 'POST',
        body: { id, change },
      });
      this.#unanswered = null;
      await this.read();
      return '';
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status > 0 && error.status < 500) this.#unanswered = null;
      if (error.status === 409) await this.read();
      return error.message;
    } finally {
      this.busy = false;
    }
  }
}
