/** Tells a person that long work begins; never among the findings. */
export const say = (progress: string): void => {
  process.stderr.write(`nines: ${progress}\n`);
};
