/** One question at a time; whatever is asked meanwhile is asked once more after it. */
export function oneByOne(work: () => Promise<void>): () => void {
  let isAsking = false;
  let isAskedAgain = false;
  const ask = (): void => {
    isAskedAgain = isAsking;
    if (isAsking) return;
    isAsking = true;
    void work().finally(() => {
      isAsking = false;
      if (isAskedAgain) ask();
    });
  };
  return ask;
}
