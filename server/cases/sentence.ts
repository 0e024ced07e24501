// People's own words beside ours.

/** Somebody's words, so that the next sentence may follow them; '' stays ''. */
export const sentence = (words: string): string =>
  words === '' || /[.!?…]$/.test(words) ? words : `${words}.`;
