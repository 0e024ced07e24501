// How many weeks are looked at: in the address, so that a link shows what was seen.
export const spans = ['13', '26', '52'] as const;
export type Weeks = (typeof spans)[number];

export function spanOf(query: { get(name: string): string | null }): Weeks {
  return spans.find((one) => one === query.get('weeks')) ?? '13';
}
