// Money is integer pence everywhere; this is the only place that turns it into words.

/** '£1,234.56'; less than nothing as '-£5.00'. Refuses nothing: fractions of a penny are rounded. */
export function formatPence(pence: number): string {
  const whole = Math.round(Math.abs(pence));
  const pounds = String(Math.floor(whole / 100));
  const rest = whole % 100;
  let grouped = pounds;
  for (let at = pounds.length - 3; at > 0; at -= 3) grouped = grouped.slice(0, at) + ',' + grouped.slice(at);
  return (pence < 0 && whole > 0 ? '-£' : '£') + grouped + (rest < 10 ? '.0' : '.') + rest;
}
