/** Undoes what was done, last first, once; what fails to be undone does not keep the rest from it. */
export interface Cleanup {
  add(undo: () => Promise<void> | void): void;
  run(): Promise<void>;
}

export function createCleanup(): Cleanup {
  const steps: (() => Promise<void> | void)[] = [];
  let running: Promise<void> | undefined;
  const all = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (let undo = steps.pop(); undo !== undefined; undo = steps.pop())
      try {
        await undo();
      } catch (error) {
        failures.push(error);
      }
    if (failures.length > 0) throw failures[0];
  };
  return { add: (undo) => void steps.push(undo), run: () => (running ??= all()) };
}
