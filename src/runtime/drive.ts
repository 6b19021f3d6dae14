import type { Sliced } from "../query/slices.ts";

/** Lets waiting requests be served. */
export type Pause = () => Promise<void>;

/** Runs a long computation in slices, serving others in between. */
export async function drive<T>(work: Sliced<T>, pause: Pause): Promise<T> {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
    await pause();
  }
}
