import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readScene } from "../../demo/scene.ts";
import { idleConfig } from "../../demo/stack/config.ts";
import { givePast } from "../../demo/stack/past.ts";
import { type NinesServer, startNines } from "../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { type PrometheusServer, startPrometheus } from "../../kit/prometheus.ts";
import { repository } from "../../kit/tools.ts";
import { until } from "../../kit/until.ts";
import { compileDefinitions } from "../../src/compile/compile.ts";
import { defaultOptions } from "../../src/compile/options.ts";
import { entries, type JournalEntry } from "../../src/governance/journal.ts";
import { verify } from "../../src/governance/verify.ts";
import type { SloListBody } from "../../src/http/schemas/slo.ts";
import { openSqliteJournal } from "../../src/store/sqlite.ts";
import { keyOf } from "../store/folder.ts";

const folder = temporaryFolder("serve");
const data = join(folder, "data");
let prometheus: PrometheusServer;
let nines: NinesServer;

const expected = {
  "bookshop.buy-latency.production": "healthy",
  "bookshop.buy.production": "healthy",
  "checkout.availability.production": "watch",
  "checkout.experience.production": "healthy",
  "checkout.latency.production": "healthy",
  "database.availability.production": "healthy",
  "database.latency.production": "healthy",
  "payments.availability.production": "frozen",
  "payments.database-breaker.production": "healthy",
  "search.availability.production": "healthy",
  "search.contract.production": "healthy",
  "search.up.production": "healthy",
};

beforeAll(async () => {
  const scene = await readScene(join(repository, "slos"));
  const definitions = { services: [], environments: [], policies: [], slos: scene.slos, journeys: [] };
  for (const { path, text } of compileDefinitions(definitions, defaultOptions)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  prometheus = await startPrometheus({ config: idleConfig });
  await givePast(prometheus.url, scene, join(folder, "rules"));
  nines = await start();
});
afterAll(async () => {
  await nines.stop();
  await prometheus.stop();
  removeFolder(folder);
});

const start = (): Promise<NinesServer> =>
  startNines([
    ...["--prometheus", prometheus.url, "--slos", join(repository, "slos")],
    ...["--data", data, "--cycle", "2s"],
  ]);

async function states(): Promise<Record<string, string>> {
  const { items } = (await (await fetch(`${nines.url}/api/v1/slos`)).json()) as SloListBody;
  const pairs = items.map(({ id, state }) => [id, state] as const);
  return Object.fromEntries(pairs.toSorted());
}
const become = (wanted: Record<string, string>): Promise<unknown> =>
  until(async () => JSON.stringify(await states()) === JSON.stringify(wanted), {
    what: JSON.stringify(wanted),
  });
const ready = async (): Promise<number> => (await fetch(`${nines.url}/readyz`)).status;

/** Reads the journal of a nines that has ended, and holds its chain against its key. */
async function journalled(): Promise<JournalEntry[]> {
  const journal = openSqliteJournal({ folder: data, warn: () => undefined });
  const all: JournalEntry[] = [];
  for await (const entry of entries(journal)) all.push(entry);
  await journal.close();
  expect(verify(keyOf(data), all)).toMatchObject({ ok: true, checked: all.length });
  return all;
}
const moves = (all: readonly JournalEntry[]): string[] =>
  all.flatMap(({ kind, subject, payload }) =>
    kind === "state-transition" && payload.group?.region !== "us"
      ? [`${subject} ${payload.from}>${payload.to}`]
      : [],
  );

describe("nines serve on a real Prometheus with thirty days behind it", () => {
  it("finds every SLO in its state with the first cycle and is ready", async () => {
    await become(expected);
    expect(await ready()).toBe(200);
  });

  it("has journalled each move, and repeats none after a restart", async () => {
    await nines.stop();
    const before = await journalled();
    expect(moves(before)).toEqual(
      expect.arrayContaining([
        "checkout.availability.production healthy>watch",
        "payments.availability.production healthy>frozen",
      ]),
    );
    nines = await start();
    await become(expected);
    await nines.stop();
    expect(await journalled()).toEqual(before);
    nines = await start();
    await become(expected);
  });

  it("turns unknown and unready within three cycles of a kill -9 of Prometheus, and well again by itself", async () => {
    const unknown = Object.fromEntries(Object.keys(expected).map((id) => [id, "unknown"]));
    await prometheus.kill();
    const killed = performance.now();
    await become(unknown);
    expect(performance.now() - killed).toBeLessThan(6_000);
    expect(await ready()).toBe(503);
    await prometheus.start();
    await become(expected);
    await until(async () => (await ready()) === 200, { what: "/readyz is well again" });
  });

  it("loses no move that it journalled when nines itself is killed with kill -9", async () => {
    process.kill(nines.pid, "SIGKILL");
    await nines.gone;
    const all = moves(await journalled()).filter((move) => move.startsWith("search.up"));
    expect(all.slice(-2)).toEqual([
      "search.up.production healthy>unknown",
      "search.up.production unknown>healthy",
    ]);
    nines = await start();
    await become(expected);
  });

  it("shows the working half when one of two sources is dead", async () => {
    const slos = temporaryFolder("two-sources");
    const text = (name: string, source: string) => `
apiVersion: nines/v1
kind: Environment
metadata: { name: ${name} }
spec: { prometheus: ${source}, matchers: { env: ${name} } }
`;
    writeFileSync(
      join(slos, "environments.yaml"),
      [text("production", "main"), text("staging", "dead")].join("---"),
    );
    writeFileSync(
      join(slos, "search.yaml"),
      `
apiVersion: nines/v1
kind: Service
metadata: { name: search, owner: team-search }
spec:
  environments: [production, staging]
  slos: [{ name: up, objective: 99%, scrapeInterval: 15s, sli: { gauge: 'up{job="search"}' } }]
`,
    );
    const two = await startNines([
      ...["--prometheus", `main=${prometheus.url}`, "--prometheus", "dead=http://127.0.0.1:9"],
      ...["--slos", slos, "--data", "none", "--cycle", "1s"],
    ]);
    const read = async () => ((await (await fetch(`${two.url}/api/v1/slos`)).json()) as SloListBody).items;
    await until(async () => (await read()).length === 2, { what: "the first cycle is over" });
    const found = Object.fromEntries((await read()).map(({ id, state, cause }) => [id, cause ?? state]));
    await two.stop();
    removeFolder(slos);
    expect(found).toEqual({
      "search.up.production": "healthy",
      "search.up.staging": "prometheus-unreachable",
    });
  });
});
