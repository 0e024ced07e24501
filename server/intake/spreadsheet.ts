// Damage that a spreadsheet does to a file that was opened and saved in it. Some of it can be read back exactly; where
// digits are lost, the line is refused: a payment under a made-up reference is worse than one that waits.

const month = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';
const damages: [RegExp, string][] = [
  [
    // Spreadsheets always write the sign: a reference such as 4471E02 is one.
    /^[+-]?\d+([.,]\d+)?e[+-]\d+$/i,
    'a spreadsheet has written it as a rounded number (such as 1.23E+11), so its digits are lost',
  ],
  [/^#+$/, 'a spreadsheet has written # signs because the column was too narrow'],
  [
    /^#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!|SPILL!|CALC!)$/i,
    'it is the error of a spreadsheet formula',
  ],
  [
    new RegExp(`^(\\d{1,2}-(${month})(-\\d{2,4})?|(${month})-\\d{2,4})$`, 'i'),
    'a spreadsheet has turned it into a date',
  ],
];

/** A cell as it was meant: `="00123"` and `'00123` are ways to keep a spreadsheet from changing 00123. */
export function cellOf(text: string): string {
  const formula = /^="([^"]*)"$/.exec(text);
  return (formula ? formula[1]! : text.replace(/^'(?=[\d+-])/, '')).trim();
}

/** Why a reference or another name is not what it was before a spreadsheet saved it; null where nothing shows that. */
export function damageOf(text: string): string | null {
  return damages.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** As damageOf for a day or an amount: what to add to "it is not a day"; empty where nothing is known. */
export function hintOf(text: string): string {
  const damage = damageOf(text);
  if (damage) return `: ${damage}`;
  // Days since 1899-12-30: 40000 is 2009, 60000 is 2064.
  return /^[45]\d{4}$/.test(text) ? ': a spreadsheet has written the day as a number' : '';
}
