// @vitest-environment node
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TypingAhead } from './typing-ahead.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  vi.stubGlobal('document', { querySelector: () => null });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function typist() {
  const ahead = new TypingAhead();
  const shortcuts: string[] = [];
  const taken: string[] = [];
  const type = (keys: string[]) => {
    for (const key of keys) {
      const event = { key, target: null, preventDefault() {}, stopImmediatePropagation() {} };
      if (!ahead.press(event as unknown as KeyboardEvent)) shortcuts.push(key);
    }
  };
  return { ahead, shortcuts, taken, type, take: (words: string) => void taken.push(words) };
}

test('[UI-485] words typed while it opens go into its field, without the key that asked for the reply', () => {
  const { ahead, shortcuts, taken, type, take } = typist();
  ahead.begin();
  type(['r', 'e', 'l', 'x', 'Backspace', 'e']);
  ahead.ready(take);
  expect({ shortcuts, taken }).toEqual({ shortcuts: [], taken: ['ele'] });
  type(['e']);
  expect(shortcuts).toEqual(['e']);
});

test('[UI-485] a key pressed when it has opened, and before anybody could read it, is no shortcut either', () => {
  const { ahead, shortcuts, taken, type, take } = typist();
  ahead.begin();
  vi.advanceTimersByTime(50);
  ahead.ready(take);
  vi.advanceTimersByTime(150);
  type(['e']);
  expect({ shortcuts, taken }).toEqual({ shortcuts: [], taken: ['e'] });
});

test('[UI-485] nothing pressed: the keys are free when it could be seen, and nothing is put anywhere', () => {
  const { ahead, shortcuts, taken, type, take } = typist();
  ahead.begin();
  ahead.ready(take);
  vi.advanceTimersByTime(700);
  type(['e']);
  expect({ shortcuts, taken }).toEqual({ shortcuts: ['e'], taken: [] });
});

test('[UI-485] reading down the list goes on stepping; what would settle does nothing, a reply is remembered', () => {
  const { ahead, shortcuts, taken, type, take } = typist();
  ahead.begin({ steps: true });
  type(['j', 'j', 'e', 'r', 'h', 'i']);
  ahead.ready(take);
  expect({ shortcuts, taken }).toEqual({ shortcuts: ['j', 'j'], taken: ['hi'] });
});

test('[UI-485] what never opens gives the keys back', () => {
  const { ahead, shortcuts, type } = typist();
  ahead.begin();
  vi.advanceTimersByTime(11_000);
  type(['j']);
  expect(shortcuts).toEqual(['j']);
});
