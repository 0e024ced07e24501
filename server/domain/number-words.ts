// Numbers and codes for people in the UK. Nothing here asks the browser or the machine how a number is written there.

/** '12,345', '-3,000'; rounded to a whole number, halves away from zero. */
export function formatCount(value: number): string {
  const whole = Math.round(Math.abs(value));
  return (value < 0 && whole > 0 ? '-' : '') + groups(String(whole));
}

/** The digits with a comma before each three from the end. */
export function groups(digits: string): string {
  let grouped = digits;
  for (let at = digits.length - 3; at > 0; at -= 3) grouped = grouped.slice(0, at) + ',' + grouped.slice(at);
  return grouped;
}

/** A code as words: 'housing_benefit' → 'Housing benefit'. */
export function codeWords(code: string): string {
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
