export interface Pace {
  /** Milliseconds that more is waited for: one act is often several entries. */
  soon: number;
  /** … between the starts of two readings, however much happens. */
  apart: number;
}

/** Makes one call of many: soon after the first of them, never two at once, never too close to each other. */
export function gather(call: () => Promise<void>, { soon, apart }: Pace) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let begun = -Infinity;
  let isRunning = false;
  let isAsked = false;
  const run = async (): Promise<void> => {
    timer = undefined;
    isAsked = false;
    isRunning = true;
    begun = performance.now();
    try {
      await call();
    } finally {
      isRunning = false;
      goOn();
    }
  };
  const schedule = (): void => {
    const wait = Math.max(soon, begun + apart - performance.now());
    timer ??= setTimeout(() => void run(), wait);
  };
  const goOn = (): void => {
    if (isAsked) schedule();
  };
  return {
    ask: (): void => {
      isAsked = true;
      if (!isRunning) schedule();
    },
    stop: (): void => {
      clearTimeout(timer);
      isAsked = false;
    },
  };
}
