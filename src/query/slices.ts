/**
 * A long computation that stops now and then, so that whoever drives it can let waiting requests be served:
 * ten thousand SLOs are half a second of work, and nobody at the gate should wait for it.
 */
export type Sliced<T> = Generator<undefined, T>;

/** Runs it in one go. */
export function runThrough<T>(work: Sliced<T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/** How many small steps (samples read, SLOs judged) make a slice of about a millisecond. */
export const stepsPerSlice = 200;
