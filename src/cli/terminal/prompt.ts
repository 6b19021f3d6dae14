/** Puts one question to a person; undefined when they went away. */
export type Ask = (prompt: string) => Promise<string | undefined>;

/** Somebody sits at a terminal who can be asked. Questions go to standard error: the answer alone is the output. */
export const isPersonThere = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

export async function withPrompt<T>(use: (ask: Ask) => Promise<T>): Promise<T> {
  const { createInterface } = await import("node:readline/promises");
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  // Read as a stream of lines: what is pasted ahead is kept, and Ctrl-C or Ctrl-D simply end it.
  const lines = prompt[Symbol.asyncIterator]();
  const ask: Ask = async (text) => {
    prompt.setPrompt(text);
    prompt.prompt();
    const { value, done } = await lines.next();
    return done === true ? undefined : value;
  };
  try {
    return await use(ask);
  } finally {
    prompt.close();
  }
}
