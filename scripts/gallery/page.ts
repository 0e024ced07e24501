// One page of the gallery: where it is, and to whom it is shown.
import type { BrowserContext, Page } from 'playwright';

export type GalleryPage = {
  /** In the name of its sheet: `officer-case`. */
  name: string;
  /** null: without a session. */
  email: string | null;
  path: string;
  /** An office screen: shown in a wall's sizes only. */
  wall?: boolean;
  /** Before it is opened: what the server answers, what the browser can do. */
  before?: (context: BrowserContext) => Promise<unknown>;
  /** What a person does on it, such as opening a form. It is then shown full, with long names and with large text only. */
  act?: (page: Page) => Promise<unknown>;
};

/** The e-mail address of a demo person. */
export const at = (who: string): string => `${who}@demo.doorstep.test`;
