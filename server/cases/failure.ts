// A mutation that failed without an answer: was it the database that is away, so that the same may be sent again and
// succeed, or a fault of ours, which would only fail again?
export { isAway as mayBeSentAgain, isUnkeepable } from '../../db/away.ts';
export { SessionEnded } from './refusal.ts';
