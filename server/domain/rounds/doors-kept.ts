/** The most homes of which one device keeps what is needed before the door: a day's visits, and as many again. Chosen, not sourced. */
export const mostHomesKept = 40;
