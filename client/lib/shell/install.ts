// Which way this browser installs Doorstep, and when that is offered. Pure.

/** prompt: the browser's own question. share, menu: where a person finds it. none: installed already, or not possible. */
export type InstallWay = 'prompt' | 'share' | 'menu' | 'none';
type Device = {
  installed: boolean;
  /** The browser has offered its question (`beforeinstallprompt`). */
  prompts: boolean;
  userAgent: string;
  touchPoints: number;
};

export function installWay({ installed, prompts, userAgent, touchPoints }: Device): InstallWay {
  if (installed) return 'none';
  if (prompts) return 'prompt';
  // An iPad calls itself a Macintosh. Every browser there installs from the same sheet.
  if (/iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && touchPoints > 1)) return 'share';
  return /Android|Chrome/.test(userAgent) ? 'menu' : 'none';
}

export type Moment = {
  way: InstallWay;
  /** Their first visit on this device is not the time for it. */
  firstVisit: boolean;
  /** They have answered the offer on this device, either way. */
  answered: boolean;
  /** They have just come back to the page where their work begins. */
  cameHome: boolean;
  /** A visit is under way, or an alert about a door is on screen. */
  busy: boolean;
};

/** Only where one press or one sentence does it; "You" has every way at all times. */
export const offersInstall = ({ way, firstVisit, answered, cameHome, busy }: Moment): boolean =>
  (way === 'prompt' || way === 'share') && cameHome && !firstVisit && !answered && !busy;
