/** Exit codes every command shares: CI scripts branch on them. */
export const exit = { good: 0, inputAtFault: 1, couldNotWork: 2 } as const;
export type ExitCode = (typeof exit)[keyof typeof exit];

/** A failure a person can act on: its message is printed as it is, without a stack trace. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  constructor(message: string, exitCode: ExitCode = exit.couldNotWork) {
    super(message);
    this.exitCode = exitCode;
  }
}
