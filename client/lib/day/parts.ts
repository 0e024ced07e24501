// "Plan my day" as the worklist's screen loads it, in one piece, when it is first needed.
export { day } from './day.svelte.ts';
export { boundsOf } from './on-list.ts';
export { default as DayDialogs } from './DayDialogs.svelte';
export { default as DayHead } from './DayHead.svelte';
export { default as StopTools } from './StopTools.svelte';
