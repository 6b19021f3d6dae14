import { type Outcome, runProgram } from "./processes.ts";
import { toolPath } from "./tools.ts";

/** `amtool check-config`. */
export const checkAlertmanagerConfig = (file: string): Promise<Outcome> =>
  runProgram(toolPath("amtool"), ["check-config", file]);

/** The receivers an alert with these labels reaches, by `amtool config routes test`, in order. */
export async function receiversOf(file: string, labels: Readonly<Record<string, string>>): Promise<string[]> {
  const words = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  const outcome = await runProgram(toolPath("amtool"), [
    "config",
    "routes",
    "test",
    `--config.file=${file}`,
    ...words,
  ]);
  if (!outcome.ok) throw new Error(`amtool config routes test: ${outcome.output}`);
  return outcome.stdout.trim().split(",");
}
