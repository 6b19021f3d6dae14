/** Calls once what is there now is painted, and `rest` milliseconds later; of a hidden tab, once somebody looks at it. */
export function afterPaint(call: () => void, rest = 0): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(call, rest);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
