import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { seconds } from "../../src/model/units.ts";
import { createProber } from "../../src/probes/prober.ts";
import { slotsInFile } from "../../src/probes/slots.ts";
import { failing, fromJson, journey, step, template } from "./definitions.ts";
import { context } from "./probing.ts";

/**
 * A prober in a process of its own, to be measured and killed: so many journeys of four steps against a shop on this
 * machine. Arguments: journeys, seconds between runs, the shop's port, folder of the slots, file for the runs.
 */
const [count, every, port, folder, log] = process.argv.slice(2) as [string, string, string, string, string];

// As `nines serve` does: what scrapes and runs leave behind is collected early.
setFlagsFromString("--heap-growing-percent=50");

const base = `http://127.0.0.1:${port}`;
const total = { kind: "jsonPath", path: "$.order.total", condition: { kind: "above", bound: 0 } } as const;

const shopping = (name: string) =>
  journey(
    [
      step("login", `${base}/first/${name}`, {
        extract: [fromJson("token", "$.token"), fromJson("order", "$.order.id")],
      }),
      step("basket", `${base}/basket/{{order}}`, {
        headers: { "x-token": "{{token}}" },
        assertions: [failing(total)],
      }),
      step("pay", `${base}/pay`, {
        method: "POST",
        body: {
          kind: "json",
          value: {
            kind: "object",
            fields: [{ name: "order", value: { kind: "text", text: template("{{order}}") } }],
          },
        },
        assertions: [failing({ kind: "duration", below: seconds(5) })],
      }),
      step("verify", `${base}/verify/{{order}}`, {
        assertions: [
          failing({ kind: "body", condition: { kind: "matches", pattern: '"status":"(captured|done)"' } }),
        ],
      }),
    ],
    {
      name,
      schedule: { every: seconds(Number(every)), timeout: seconds(Number(every) / 2), jitter: seconds(0) },
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60],
    },
  );

let id = 0;
const prober = createProber({
  context: context({ newId: () => `${process.pid}-${id++}` }),
  slots: slotsInFile(folder, "eu-1", (error) => process.stderr.write(`${error.message}\n`)),
  onRun: (run) => appendFileSync(log, `${run.journey} ${run.slot} ${run.late} ${run.result}\n`),
});

const server = createServer((_request, response) => {
  void prober.metrics().then((parts) => {
    for (const part of parts) response.write(part);
    response.end();
  });
}).listen(0, "127.0.0.1", () => {
  prober.update(Array.from({ length: Number(count) }, (_, index) => shopping(`journey-${index}`)));
  process.stdout.write(`metrics on ${(server.address() as AddressInfo).port}\n`);
});

process.once("SIGTERM", () => {
  void prober.stop().then(() => process.exit(0));
});
