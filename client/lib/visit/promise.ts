// A sum as people write it at a door: '25', '£25.50', '1,250'. Pence, or null for what is no sum or is not more than nothing.
export function parsePounds(text: string): number | null {
  const plain = text.trim().replace(/^£\s*/, '').replaceAll(',', '');
  if (!/^\d{1,6}(\.\d{1,2})?$/.test(plain)) return null;
  const pence = Math.round(Number(plain) * 100);
  return pence > 0 ? pence : null;
}
