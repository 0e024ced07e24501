// Installing the app on this device: the browser's question, kept until a person asks for it, and whether it was offered.
import { installed, keepStorage } from '../live/keep.ts';
import { installWay } from './install.ts';

type InstallQuestion = Event & { prompt(): Promise<unknown> };

/** On the device, of no person: '' until a visit, then 'seen' or 'answered'. */
const key = 'doorstep.install';
const firstVisitKey = 'doorstep.first-visit';

class Install {
  #question = $state.raw<InstallQuestion | null>(null);
  #installed = $state(false);
  answered = $state(false);
  firstVisit = $state(false);
  way = $derived(
    installWay({
      installed: this.#installed,
      prompts: this.#question !== null,
      userAgent: navigator.userAgent,
      touchPoints: navigator.maxTouchPoints,
    }),
  );

  /** Follows the browser until the returned call. It may ask once only, soon after the page was opened. */
  start(): () => void {
    this.#installed = installed();
    this.#countVisit();
    const asks = (event: Event) => {
      event.preventDefault();
      this.#question = event as InstallQuestion;
    };
    const done = () => {
      this.#question = null;
      this.#installed = true;
      this.answer();
      void keepStorage(true);
    };
    window.addEventListener('beforeinstallprompt', asks);
    window.addEventListener('appinstalled', done);
    return () => {
      window.removeEventListener('beforeinstallprompt', asks);
      window.removeEventListener('appinstalled', done);
    };
  }

  /** The browser's own question; it can be shown once. */
  async ask(): Promise<void> {
    const question = this.#question;
    this.answer();
    this.#question = null;
    await question?.prompt().catch(() => {});
  }

  /** The offer is not shown on this device again. */
  answer(): void {
    this.answered = true;
    try {
      localStorage.setItem(key, 'answered');
    } catch {
      // The browser refuses storage: the offer is made again at the next visit.
    }
  }

  /** A reload is the same visit. */
  #countVisit(): void {
    try {
      const known = localStorage.getItem(key);
      this.answered = known === 'answered';
      if (known === null) {
        localStorage.setItem(key, 'seen');
        sessionStorage.setItem(firstVisitKey, 'yes');
      }
      this.firstVisit = sessionStorage.getItem(firstVisitKey) !== null;
    } catch {
      // The browser refuses storage, so a refusal could not be kept: nothing is offered.
      this.answered = true;
    }
  }
}

export const install = new Install();
