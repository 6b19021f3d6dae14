import { inkFor } from "../src/cli/terminal/ink.ts";
import { help, readOptions, UsageError } from "./options.ts";
import { run } from "./run.ts";

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(help);
    return 0;
  }
  return run(options, process.stdout, inkFor(process.stdout));
}

process.exitCode = await main().catch((error: unknown) => {
  const isUsage = error instanceof UsageError;
  process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
  if (isUsage) process.stderr.write("(npm run demo -- --help lists the options)\n");
  return isUsage ? 1 : 2;
});
