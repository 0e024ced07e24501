// Light, dark, or as the device says. Kept on the device; the first paint reads it too (app.html).
export type Theme = 'system' | 'light' | 'dark';
const key = 'doorstep.theme';

class ThemeChoice {
  choice = $state<Theme>('system');
  #systemDark = $state(false);
  /** What is on screen. */
  shown = $derived<'light' | 'dark'>(
    this.choice === 'system' ? (this.#systemDark ? 'dark' : 'light') : this.choice,
  );

  start(): () => void {
    try {
      const kept = localStorage.getItem(key);
      if (kept === 'light' || kept === 'dark') this.set(kept);
    } catch {
      // Storage refused: as the device says.
    }
    const system = matchMedia('(prefers-color-scheme: dark)');
    const read = () => (this.#systemDark = system.matches);
    read();
    system.addEventListener('change', read);
    return () => system.removeEventListener('change', read);
  }

  set(choice: Theme): void {
    this.choice = choice;
    const root = document.documentElement;
    if (choice === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = choice;
    try {
      if (choice === 'system') localStorage.removeItem(key);
      else localStorage.setItem(key, choice);
    } catch {
      // Storage refused: it holds until the page is closed.
    }
  }
}

export const theme = new ThemeChoice();
