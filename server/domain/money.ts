// Money is integer pence everywhere; this is the only place that turns it into words.
import { groups } from './number-words.ts';

/** '£1,234.56'; less than nothing as '-£5.00'. Refuses nothing: fractions of a penny are rounded. */
export function formatPence(pence: number): string {
  const whole = Math.round(Math.abs(pence));
  const pounds = String(Math.floor(whole / 100));
  const rest = whole % 100;
  return (pence < 0 && whole > 0 ? '-£' : '£') + groups(pounds) + (rest < 10 ? '.0' : '.') + rest;
}
