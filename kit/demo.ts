import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { join } from "node:path";
import { repository } from "./tools.ts";
import { until } from "./until.ts";

export interface Demo {
  /** Everything it has printed. */
  output: () => string;
  /** Resolves to the first match in what it prints, however long that takes to appear. */
  says: (pattern: RegExp, timeout?: number) => Promise<RegExpExecArray>;
  signal: (signal: NodeJS.Signals) => void;
  /** Exit code, or the signal that ended it. */
  gone: Promise<number | NodeJS.Signals>;
}

/** The demo as `npm run demo` runs it once the tools are there, away from a terminal. */
export function startDemo(...args: readonly string[]): Demo {
  const child = spawn(process.execPath, [join(repository, "demo", "main.ts"), ...args], {
    cwd: repository,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part: Buffer) => (output += part.toString("utf8")));
  const gone = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal ?? -1));
  });
  // A test that fails leaves no demo behind.
  process.once("exit", () => child.kill("SIGKILL"));
  return {
    output: () => stripVTControlCharacters(output),
    says: (pattern, timeout = 120_000) =>
      until(() => pattern.exec(stripVTControlCharacters(output)) ?? undefined, {
        what: `the demo says ${pattern}`,
        timeout,
      }).catch((cause: unknown) => {
        throw new Error(`the demo said:\n${output}`, { cause });
      }),
    signal: (signal) => child.kill(signal),
    gone,
  };
}

/** What the start said about a server: its address and, where it has one, its process. */
export async function addressOf(
  demo: Demo,
  server: "Prometheus" | "Alertmanager" | "nines",
): Promise<string> {
  return (await demo.says(new RegExp(`${server} .*ready on (http://127\\.0\\.0\\.1:\\d+)`)))[1]!;
}

export async function pidOf(demo: Demo, server: "Prometheus" | "nines"): Promise<number> {
  return Number((await demo.says(new RegExp(`${server} .*pid (\\d+)`)))[1]);
}

export const json = async <Body>(url: string): Promise<Body> => (await (await fetch(url)).json()) as Body;
