/** Tells a person that long work goes on; never among the findings. */
export const say = (progress: string): void => {
  process.stderr.write(`nines: ${progress}\n`);
};

/** Says a tenth of the way at a time, where there is a way worth the name. */
export function progressOf(what: string, total: number): () => void {
  const step = Math.ceil(total / 10);
  let done = 0;
  return () => {
    done += 1;
    if (total >= 200 && done % step === 0) say(`${what}: ${done} of ${total}`);
  };
}
