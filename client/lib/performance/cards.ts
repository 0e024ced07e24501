// How many cards of equal width are in a row, so that the last row is as full as the others.
import './cards.css';

/** A desk has room for five. */
const most = 5;

/** For `style:--across`, next to the class `cards`. */
export const acrossOf = (count: number): number => Math.ceil(count / Math.max(1, Math.ceil(count / most)));
