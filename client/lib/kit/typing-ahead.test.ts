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

test('[UI-485] text typed while the reply opens goes into its field, without the key that opened it', () => {
  const { ahead, shortcuts, taken, type, take } = typist();
  ahead.begin();
  type(['r', 'e', 'l', 'x', 'Backspace', 'e']);
  ahead.ready(take);
  expect({ shortcuts, taken }).toEqual({ shortcuts: [], taken: ['ele'] });
  type(['e']);
  expect(shortcuts).toEqual(['e']);
});

test('[UI-485] a key that is pressed after it opened, but before it could be read, is no shortcut either', () => {
  const { ahead, shortcuts, taken, type, take } = typist();
  ahead.begin();
  vi.advanceTimersByTime(50);
  ahead.ready(take);
  vi.advanceTimersByTime(150);
  type(['e']);
  expect({ shortcuts, taken }).toEqual({ shortcuts: [], taken: ['e'] });
});

test('[UI-485] without a key the shortcuts work as soon as it could be seen, and no text is inserted', () => {
  const { ahead, shortcuts, taken, type, take } = typist();
  ahead.begin();
  ahead.ready(take);
  vi.advanceTimersByTime(700);
  type(['e']);
  expect({ shortcuts, taken }).toEqual({ shortcuts: ['e'], taken: [] });
});

test('[UI-485] stepping through the list continues; a key to settle does nothing, a key to reply is remembered', () => {
  const { ahead, shortcuts, taken, type, take } = typist();
  ahead.begin({ steps: true });
  type(['j', 'j', 'e', 'r', 'h', 'i']);
  ahead.ready(take);
  expect({ shortcuts, taken }).toEqual({ shortcuts: ['j', 'j'], taken: ['hi'] });
});

test('[UI-485] when it never opens, the shortcuts work again', () => {
  const { ahead, shortcuts, type } = typist();
  ahead.begin();
  vi.advanceTimersByTime(11_000);
  type(['j']);
  expect(shortcuts).toEqual(['j']);
});
