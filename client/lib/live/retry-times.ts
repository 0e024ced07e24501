// When what waits is tried again while nothing else happens. Asked every five seconds.

/** Steps of five seconds without a socket after which requests are tried: 10 s, then twice as long each time, up to 2.5 minutes. */
const firstStep = 2;
const longestSteps = 30;

/** Each `next` is one step: over the socket at every step, by requests after growing pauses. */
export function retryTimes(): { next: (connected: boolean) => 'over-socket' | 'over-http' | 'no' } {
  let [steps, pause] = [0, firstStep];
  return {
    next(connected) {
      if (connected) {
        [steps, pause] = [0, firstStep];
        return 'over-socket';
      }
      if (++steps < pause) return 'no';
      [steps, pause] = [0, Math.min(pause * 2, longestSteps)];
      return 'over-http';
    },
  };
}
