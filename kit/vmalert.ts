import { type Outcome, runProgram } from "./processes.ts";
import { toolPath } from "./tools.ts";

/** `vmalert -dryRun`: whether the rules are ones vmalert would evaluate. */
export const dryRun = (files: readonly string[]): Promise<Outcome> =>
  runProgram(toolPath("vmalert"), ["-dryRun", ...files.map((file) => `-rule=${file}`)]);
