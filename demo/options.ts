import { parseArgs } from "node:util";
import { parseDuration } from "../src/model/durations.ts";

export interface DemoOptions {
  /** Seconds after which it ends by itself; it runs until Ctrl-C without. */
  lasting?: number;
  /** First of seven consecutive ports; free ones without. */
  port?: number;
  /** Seconds between two looks of nines at Prometheus. */
  cycle: number;
  /** Seconds after which a killed Prometheus is started again. */
  restartAfter: number;
  /** Folder of SLO definitions. */
  slos: string;
}

export const help = `Everything nines does, running on this machine: a shop under load, Prometheus with thirty days of
history, Alertmanager, and nines, which says how much error budget is left and whether a change may go out.

  npm run demo -- [OPTIONS]

  --for DURATION            end by itself after this long (90s, 5m); otherwise Ctrl-C ends it
  --port N                  listen on N (nines), N+1 (Prometheus), N+2 (Alertmanager), N+3 … N+6 (the shop);
                            free ports without it; always on 127.0.0.1
  --cycle DURATION          how often nines asks Prometheus (5s; \`nines serve\` by itself: 30s)
  --restart-after DURATION  how long a Prometheus that was killed stays down (45s)
  --slos DIR                other definitions (slos)
  --help                    this text

What to try while it runs: the table prints commands ready to copy. \`kill -9\` the Prometheus whose pid it shows:
within three cycles every state turns unknown and the gate says so; after --restart-after all is as before.
`;

/** A mistake of the person at the keyboard, said in one line. */
export class UsageError extends Error {}

const options = {
  for: { type: "string" },
  port: { type: "string" },
  cycle: { type: "string" },
  "restart-after": { type: "string" },
  slos: { type: "string" },
  help: { type: "boolean" },
} as const;

/** Reads the command line; undefined when it asks for help. @throws UsageError */
export function readOptions(argv: readonly string[]): DemoOptions | undefined {
  const values = parse(argv);
  if (values.help === true) return undefined;
  const lasting = span("--for", values.for);
  const port = values.port === undefined ? undefined : portOf(values.port);
  return {
    ...(lasting === undefined ? {} : { lasting }),
    ...(port === undefined ? {} : { port }),
    cycle: span("--cycle", values.cycle) ?? 5,
    restartAfter: span("--restart-after", values["restart-after"]) ?? 45,
    slos: values.slos ?? "slos",
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function span(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const duration = parseDuration(text);
  if (duration === undefined)
    throw new UsageError(`${name} ${text}: write a duration such as 90s, 5m or 1h30m`);
  return duration;
}

/** Seven in a row are needed. */
function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_529)
    throw new UsageError(`--port ${text}: write a number from 1 to 65529`);
  return port;
}
