import { parseArgs } from "node:util";
import type { Bench } from "./bench.ts";
import { reportText } from "./print.ts";

/** Benches load only when asked for: `--help` needs no server and no library. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  accuracy: async () => (await import("./accuracy/accuracy.ts")).accuracy,
  "rule-cost": async () => (await import("./rule-cost/rule-cost.ts")).ruleCost,
  detection: async () => (await import("./detection/detection.ts")).detection,
  compile: async () => (await import("./compile/compile.ts")).compile,
  serve: async () => (await import("./serve/serve.ts")).serve,
  web: async () => (await import("./web/web.ts")).web,
  gate: async () => (await import("./gate/gate.ts")).gate,
  journeys: async () => (await import("./journeys/journeys.ts")).journeys,
  faults: async () => (await import("./faults/faults.ts")).faults,
  replicas: async () => (await import("./replicas/replicas.ts")).replicas,
  notices: async () => (await import("./notices/notices.ts")).notices,
  forecast: async () => (await import("./forecast/forecast.ts")).forecast,
  journal: async () => (await import("./journal/journal.ts")).journal,
};

/** Nothing here may run for ever, whatever a server does; the longest takes a third of this on two cores to itself. */
const longest = 60 * 60_000;

const help = async (): Promise<string> => {
  const all = await Promise.all(Object.values(benches).map((load) => load()));
  return [
    "npm run bench -- NAME [--check] [--quick] [--kills N] [--minutes N]",
    "",
    ...all.map(({ name, summary, lasts }) => `  ${name.padEnd(10)}  ${summary} (${lasts})`),
    "",
    "  --check  exit 1 when a figure that must hold is missed",
    "  --quick  fewer combinations: for a look, not for the record",
    "  --kills N    how often faults, notices and replicas kill",
    "  --minutes N  how long journeys looks on (default 10)",
    "  --part NAME  one part of accuracy: counters and others",
  ].join("\n");
};

const say = (progress: string): void => {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${progress}\n`);
};

interface Asked {
  check: boolean;
  quick: boolean;
  kills?: string | undefined;
  minutes?: string | undefined;
  part?: string | undefined;
}

async function run(bench: Bench, { check, quick, kills, minutes, part }: Asked): Promise<number> {
  say(`${bench.name}: about ${bench.lasts}${quick ? " without --quick" : ""}`);
  const begin = performance.now();
  const report = await bench.run({
    quick,
    say,
    ...(kills !== undefined && { kills: countOf(kills) }),
    ...(minutes !== undefined && { minutes: Number(minutes) }),
    ...(part !== undefined && { part }),
  });
  say(`${bench.name}: done after ${((performance.now() - begin) / 1_000).toFixed(0)} s`);
  process.stdout.write(`${reportText(report)}\n`);
  const isMissed = report.bars.some(({ held }) => !held);
  return check && isMissed ? 1 : 0;
}

function countOf(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new Error(`--kills ${text}: write a whole number from 1 on`);
  return Number(text);
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      kills: { type: "string" },
      minutes: { type: "string" },
      part: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const [name = ""] = positionals;
  const load = Object.hasOwn(benches, name) ? benches[name] : undefined;
  if (values.minutes !== undefined && !(Number(values.minutes) > 0)) {
    say("--minutes wants a number above 0");
    return 2;
  }
  if (values.help || load === undefined || positionals.length > 1) {
    process.stdout.write(`${await help()}\n`);
    if (!values.help) say(name === "" ? "which one?" : `there is no bench named ${positionals.join(" ")}`);
    return values.help ? 0 : 2;
  }
  return run(await load(), values);
}

// Ending through process.exit lets the kit end every server that was started.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
setTimeout(() => {
  say(`not done after ${longest / 60_000} minutes: given up`);
  process.exit(1);
}, longest).unref();

try {
  process.exit(await main());
} catch (error) {
  say(
    error instanceof Error
      ? process.env.NINES_DEBUG === undefined
        ? error.message
        : String(error.stack)
      : String(error),
  );
  process.exit(1);
}
