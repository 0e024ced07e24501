// "Plan my day" as the worklist's screen asks for it, in one piece: it loads none of this before it is wanted.
export { day } from './day.svelte.ts';
export { boundsOf } from './on-list.ts';
export { default as DayDialogs } from './DayDialogs.svelte';
export { default as DayHead } from './DayHead.svelte';
export { default as StopTools } from './StopTools.svelte';
