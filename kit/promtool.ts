import { type Outcome, runProgram } from "./processes.ts";
import { type Generation, toolPath } from "./tools.ts";

// It lives for minutes at most: collecting its garbage less often costs little memory and saves a tenth of its work.
const env = { ...process.env, GOGC: "400" };

const promtool = (generation: Generation, args: readonly string[], cwd?: string): Promise<Outcome> =>
  runProgram(toolPath(`promtool-${generation}`), args, { env, ...(cwd !== undefined && { cwd }) });

/** `promtool check rules`: not ok on a syntax error, a duplicate rule, a field the generation does not know. */
export const checkRules = (generation: Generation, files: readonly string[]): Promise<Outcome> =>
  promtool(generation, ["check", "rules", ...files]);

/** `promtool test rules` of many files in one process: starting it costs more than most tests do. */
export const testRules = (generation: Generation, files: readonly string[], cwd?: string): Promise<Outcome> =>
  promtool(generation, ["test", "rules", ...files], cwd);

/** `promtool check config`. */
export const checkConfig = (generation: Generation, file: string): Promise<Outcome> =>
  promtool(generation, ["check", "config", file]);
