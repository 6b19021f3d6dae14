import { createSecretKey } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as pause } from "node:timers/promises";
import { pino } from "pino";
import { decide } from "../../src/gate/decide.ts";
import { createApp } from "../../src/http/app.ts";
import { createOwnMetrics } from "../../src/http/metrics/metrics.ts";
import { timestamp } from "../../src/model/units.ts";
import { openDesk } from "../../src/runtime/governance/open-desk.ts";
import { openPostgresJournal } from "../../src/store/postgres.ts";
import { openSqliteJournal } from "../../src/store/sqlite.ts";
import { held, knowing } from "../../test/support/people.ts";
import { judged, serviceOf, snapshotOf } from "../../test/support/snapshots.ts";
import { depsWith } from "../../test/http/support/app.ts";

/*
 * The server under the load, a process of its own: the whole HTTP edge with authentication, a snapshot of a hundred
 * services with three SLOs each, and a journal that syncs in full. Says its port and a token, and ends with its input.
 */
const [place = "", key = ""] = process.argv.slice(2);
const warn = (message: string): void => void process.stderr.write(`${message}\n`);
const now = () => timestamp(Date.now() / 1_000);

const names = Array.from({ length: 100 }, (_, index) => `service-${index}`);
const slos = names.flatMap((service) =>
  ["availability", "latency", "freshness"].map((name) =>
    judged({ consumed: 0.2, burn: { "1h": 0.4, "6h": 0.3, "1d": 0.3 }, slo: { service, name } }),
  ),
);
const snapshot = snapshotOf(slos, {
  services: new Map(names.map((name) => [name, serviceOf(name)])),
  finishedAt: now(),
});

const journal = place.startsWith("postgres:")
  ? await openPostgresJournal({ url: place, key: createSecretKey(key, "hex"), warn })
  : openSqliteJournal({ folder: place, warn });
const desk = openDesk({ journal, now, pause: () => pause() });
await desk.refresh();

const bot = held({ subject: "bench", roles: ["machine"] });
const app = createApp(
  depsWith(snapshot, {
    ...{ desk, governance: desk.state, decide, now },
    people: knowing([bot], { now }),
    metrics: createOwnMetrics(),
    logger: pino({ level: "silent" }),
  }),
);
const server = createServer(app).listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ port, token: bot.text })}\n`);
});
process.stdin.resume().once("end", () => process.exit());
