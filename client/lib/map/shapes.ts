// The outlines of the marks in a box of 28 by 28, the same as a row's mark, and where the letter stands in each.
import type { Shape } from '../words/actions.ts';

export const outlines: Record<Shape, string> = {
  circle: 'M14 2a12 12 0 1 0 0 24a12 12 0 1 0 0-24z',
  ring: 'M14 2.5a11.5 11.5 0 1 0 0 23a11.5 11.5 0 1 0 0-23z',
  square: 'M6 3h16a3 3 0 0 1 3 3v16a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z',
  diamond: 'M14 1 27 14 14 27 1 14z',
  hexagon: 'M8 3h12l6.5 11L20 25H8L1.5 14z',
  triangle: 'M14 1.5 27.5 25.5H.5z',
  bar: 'M9 2h10l7 7v10l-7 7H9l-7-7V9z',
};
export const letterY = (shape: Shape) => (shape === 'triangle' ? 22 : 18.8);
