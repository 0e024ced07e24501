// Single-key shortcuts for a desk. They can be switched off (WCAG 2.1.4), and never fire while somebody types.
const key = 'doorstep.keys';

class Keys {
  on = $state(true);

  restore(): void {
    try {
      this.on = localStorage.getItem(key) !== 'off';
    } catch {
      // Storage refused: on.
    }
  }

  set(on: boolean): void {
    this.on = on;
    try {
      localStorage.setItem(key, on ? 'on' : 'off');
    } catch {
      // Storage refused: it holds until the page is closed.
    }
  }

  /** True if a key press is a shortcut and not typing. */
  isShortcut(event: KeyboardEvent): boolean {
    if (!this.on || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
    const target = event.target as HTMLElement | null;
    if (document.querySelector('dialog[open]')) return false;
    return !target?.closest('input, textarea, select, [contenteditable]');
  }
}

export const keys = new Keys();
