import { runProgram, type RunOptions } from "../processes.ts";
import { toolPath } from "../tools.ts";

/** What a piece of jsonnet evaluates to. @throws with what jsonnet says when it does not */
export async function evaluate(code: string, options: RunOptions = {}): Promise<unknown> {
  const outcome = await runProgram(toolPath("jsonnet"), ["-e", code], options);
  if (!outcome.ok) throw new Error(`jsonnet fails:\n${outcome.output}`);
  return JSON.parse(outcome.stdout) as unknown;
}
