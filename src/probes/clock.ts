/**
 * Milliseconds since 1970 that never go back: the wall clock is read once, as the process begins, and from then on
 * time is counted. A clock that is set while nines runs moves no run.
 */
export function monotonicClock(): () => number {
  const { timeOrigin } = performance;
  return () => timeOrigin + performance.now();
}
