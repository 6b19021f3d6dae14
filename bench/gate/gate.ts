import { spawn, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { startPostgres } from "../../kit/postgres.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { atLeast, atMost, type Bench, type Figures, type Report, type Terms } from "../bench.ts";
import { whole } from "../print.ts";
import { Connection } from "../serve/connection.ts";
import { canPin, cores, pin } from "../serve/cores.ts";

interface Row {
  what: string;
  answered: number;
  failed: number;
  perSecond: number;
  p50: number;
  p99: number;
}

interface Serving {
  port: number;
  token: string;
  child: ChildProcess;
}

const services = 100;
const connections = { recording: 32, previews: 64 } as const;

async function serve(place: string, key = ""): Promise<Serving> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "server.ts"), place, key], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  await pin(child.pid ?? 0, cores.server);
  return { ...(JSON.parse(line.toString()) as { port: number; token: string }), child };
}

async function end({ child }: Serving): Promise<void> {
  const over = once(child, "exit");
  child.stdin?.end();
  await over;
}

/** Every connection asks again as soon as it was answered. */
async function saturate(
  what: string,
  { port }: Serving,
  many: number,
  lasting: number,
  requestOf: (n: number) => string,
): Promise<Row> {
  const latencies: number[] = [];
  let [asked, failed] = [0, 0];
  const lost = (reason: string) => {
    throw new Error(reason);
  };
  const open = await Promise.all(Array.from({ length: many }, () => Connection.open(port, lost)));
  const begin = performance.now();
  const loop = async (connection: Connection): Promise<void> => {
    while (performance.now() - begin < lasting * 1_000) {
      const from = performance.now();
      const status = await new Promise<number>((done) => connection.get(requestOf(asked++), done));
      latencies.push(performance.now() - from);
      if (status !== 200) failed += 1;
    }
  };
  await Promise.all(open.map(loop));
  const took = (performance.now() - begin) / 1_000;
  for (const connection of open) connection.close();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? NaN;
  const answered = latencies.length;
  return { what, answered, failed, perSecond: answered / took, p50: at(0.5), p99: at(0.99) };
}

/** Each of another change, so that none is a decision that stands already. */
function recording({ token }: Serving): (n: number) => string {
  return (n) => {
    const body = JSON.stringify({
      ...{ service: `service-${(n * 7_919) % services}`, environment: "production" },
      sha: `sha-${n}`,
    });
    const head = `POST /api/v1/gate/decisions HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${token}`;
    return `${head}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  };
}

const preview = (n: number): string =>
  `GET /api/v1/gate/status?service=service-${(n * 7_919) % services}&environment=production HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`;

async function measured<Value>(serving: Serving, measure: (on: Serving) => Promise<Value>): Promise<Value> {
  try {
    return await measure(serving);
  } finally {
    await end(serving);
  }
}

const milliseconds = (value: number): string => `${value.toFixed(1)} ms`;
const right = (title: string) => ({ title, align: "right" as const });

const figuresOf = (rows: readonly Row[]): Figures => ({
  title: "The gate of one server, saturated",
  columns: [
    { title: "what" },
    right("answered"),
    right("a second"),
    right("p50"),
    right("p99"),
    right("failed"),
  ],
  rows: rows.map(({ what, answered, perSecond, p50, p99, failed }) => [
    what,
    whole(answered),
    whole(perSecond),
    milliseconds(p50),
    milliseconds(p99),
    whole(failed),
  ]),
  notes: [
    `Recorded with ${connections.recording} connections, each decision of another change and synced in full before it is answered.`,
    canPin ? "The server has a core of its own." : "Server and load share the cores.",
  ],
});

async function run({ quick, say }: Terms): Promise<Report> {
  const lasting = quick ? 3 : 15;
  const folder = temporaryFolder("gate");
  const database = await startPostgres();
  try {
    const record = (what: string) => (on: Serving) =>
      saturate(what, on, connections.recording, lasting, recording(on));
    say("decisions on record, SQLite");
    const sqlite = await measured(await serve(folder), record("recorded, SQLite"));
    say("decisions on record, PostgreSQL");
    const key = randomBytes(32).toString("hex");
    const postgres = await measured(
      await serve(await database.database(), key),
      record("recorded, PostgreSQL"),
    );
    say("previews as a status");
    const previews = await measured(await serve(folder), (on) =>
      saturate("previews, status", on, connections.previews, lasting, preview),
    );
    const rows = [sqlite, postgres, previews];
    const failed = rows.reduce((sum, each) => sum + each.failed, 0);
    return {
      figures: [figuresOf(rows)],
      bars: [
        atLeast("decisions on record a second, SQLite", sqlite.perSecond, 300, whole),
        atLeast("decisions on record a second, PostgreSQL", postgres.perSecond, 300, whole),
        atLeast("status-coded previews a second", previews.perSecond, 5_000, whole),
        atMost("answers other than 200", failed, 0, whole),
      ],
    };
  } finally {
    await database.stop();
    removeFolder(folder);
  }
}

export const gate: Bench = {
  name: "gate",
  summary:
    "decisions on record on SQLite and PostgreSQL, and previews as a status: how many a second, and p99",
  lasts: "1 minute",
  run,
};
