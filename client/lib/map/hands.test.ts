import { expect, test } from 'vitest';
import { Hands } from './hands.ts';

/** The map's element and the page as bare targets of events, and the listener of Leaflet's drags. */
function hands() {
  const container = new EventTarget();
  const page = new EventTarget();
  let drag = () => {};
  const map = { getContainer: () => container, on: (_: string, listener: () => void) => (drag = listener) };
  const made = new Hands(map as unknown as ConstructorParameters<typeof Hands>[0], page);
  const finger = (type: string, pointerId = 1) =>
    (type === 'pointerdown' ? container : page).dispatchEvent(Object.assign(new Event(type), { pointerId }));
  const key = (name: string) => container.dispatchEvent(Object.assign(new Event('keydown'), { key: name }));
  const moves: string[] = [];
  const move = (what: string) => () => void moves.push(what);
  return { made, finger, key, drag: () => drag(), moves, move, container };
}

test('[MAP-53] nothing moves the map under a finger: the newest move waits until it is lifted, a drag replaces it', () => {
  const { made, finger, drag, moves, move } = hands();
  finger('pointerdown');
  made.unlessMoved(move('first view'));
  made.unlessMoved(move('position'));
  expect(moves).toEqual([]);
  finger('pointerup');
  expect(moves).toEqual(['position']);
  finger('pointerdown');
  made.atRequest(move('day'));
  drag();
  finger('pointercancel');
  expect(moves).toEqual(['position']);
  made.stop();
});

test('[MAP-53] after the person moved the map in any way only a request moves it', () => {
  for (const way of ['drag', 'wheel', 'dblclick', 'ArrowLeft', '+', 'two fingers'] as const) {
    const { made, finger, key, drag, moves, move, container } = hands();
    made.unlessMoved(move('first view'));
    if (way === 'drag') drag();
    else if (way === 'two fingers') {
      for (const id of [1, 2]) finger('pointerdown', id);
      for (const id of [1, 2]) finger('pointerup', id);
    } else if (way === 'ArrowLeft' || way === '+') key(way);
    else container.dispatchEvent(new Event(way));
    made.unlessMoved(move('position'));
    expect(moves, way).toEqual(['first view']);
    made.atRequest(move('day'));
    expect(moves, way).toEqual(['first view', 'day']);
  }
});
