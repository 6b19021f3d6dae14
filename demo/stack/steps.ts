/** One step of the start: says when it is done and how long it took. */
export type Step = <Value>(
  name: string,
  run: () => Promise<{ value: Value; said: string }>,
) => Promise<Value>;

/** Thrown between two steps when the person at the terminal has seen enough. */
export class Interrupted extends Error {}

const nameWidth = 14;

export const createSteps =
  (say: (line: string) => void, enough: AbortSignal): Step =>
  async (name, run) => {
    if (enough.aborted) throw new Interrupted();
    const began = performance.now();
    const { value, said } = await run().catch((error: unknown) => {
      // Ctrl-C reaches the servers of a terminal too: what then fails is no failure.
      if (enough.aborted) throw new Interrupted();
      throw error;
    });
    const took = ((performance.now() - began) / 1_000).toFixed(1);
    say(`  ${name.padEnd(nameWidth)}${took.padStart(4)} s  ${said}`);
    return value;
  };
