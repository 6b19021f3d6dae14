import { existsSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type NinesServer, startNines } from "../../../kit/nines.ts";
import { until } from "../../../kit/until.ts";
import { folderFor, put, service, specs } from "./specs.ts";

const nowhere = ["--prometheus", "http://127.0.0.1:9"];

async function start(...args: string[]): Promise<NinesServer> {
  const server = await startNines([...nowhere, "--log-format", "text", ...args]);
  onTestFinished(() => server.stop());
  return server;
}
const get = async (server: NinesServer, path: string): Promise<unknown> =>
  (await fetch(`${server.url}${path}`)).json();
const ids = async (server: NinesServer): Promise<string[]> => {
  const { items } = (await get(server, "/api/v1/slos")) as { items: { id: string }[] };
  return items.map(({ id }) => id).sort();
};
const idOf = (name: string) => `${name}.availability.production`;

describe("nines serve", () => {
  it("is alive at once, and not ready while no Prometheus answers", async () => {
    const server = await start("--data", "none", "--slos", specs({ "a.yaml": service("a") }));
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await until(async () => (await ids(server)).length === 1, { what: "the first cycle is over" });
    const ready = await fetch(`${server.url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.text()).toMatch(/connection refused/);
    expect(server.log()).toMatch(/--data none: the journal is kept in memory/);
  });

  it("follows its files: changed, added, removed", async () => {
    const folder = specs({ "a.yaml": service("a") });
    const server = await start("--data", "none", "--slos", folder);
    const shows = (...names: string[]) =>
      until(async () => (await ids(server)).join() === names.map(idOf).join(), {
        what: `it shows ${names.join()}`,
      });
    await shows("a");
    put(join(folder, "more"), "b.yaml", service("b"));
    await shows("a", "b");
    rmSync(join(folder, "a.yaml"));
    await shows("b");
  });

  it("keeps the last good definitions while a file is broken, says so, and recovers", async () => {
    const folder = specs({ "a.yaml": service("a") });
    const server = await start("--data", "none", "--slos", folder);
    put(folder, "a.yaml", service("a", "100%"));
    await until(async () => /definitions-broken/.test(JSON.stringify(await get(server, "/readyz"))), {
      what: "/readyz tells of the broken file",
    });
    expect(JSON.stringify(await get(server, "/readyz"))).toMatch(/a\.yaml:8:18/);
    expect(await ids(server)).toEqual([idOf("a")]);
    put(folder, "a.yaml", service("a", "99%"));
    await until(async () => !/definitions-broken/.test(JSON.stringify(await get(server, "/readyz"))), {
      what: "the repaired file is in force",
    });
  });

  it("reads its definitions anew at SIGHUP, though nothing changed", async () => {
    const server = await start("--data", "none", "--slos", specs({ "a.yaml": service("a") }));
    server.signal("SIGHUP");
    await until(() => /reading the definitions anew.*SIGHUP[\s\S]*definitions read/.test(server.log()), {
      what: "the log tells of the reload",
    });
  });

  it("serves /metrics apart where it is told to, and there alone", async () => {
    const server = await start(
      ...["--data", "none", "--slos", specs({ "a.yaml": service("a") })],
      ...["--metrics-listen", "127.0.0.1:0"],
    );
    const url = await until(() => /metrics=(http:\S+)/.exec(server.log())?.[1], {
      what: "it has said where it listens",
    });
    expect(await (await fetch(url)).text()).toMatch(/^nines_journal_head_seq \d+$/m);
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
    expect((await fetch(new URL("/api/v1/slos", url))).status).toBe(404);
  });

  it("takes settings from file and environment, credentials never shown", async () => {
    const folder = folderFor("config");
    const secret = "hunter2-hunter2";
    const config = join(folder, "nines.yaml");
    const source = `{ name: main, url: http://127.0.0.1:9, bearer: { token: ${secret} } }`;
    writeFileSync(
      config,
      `prometheus: [${source}]\ndata: none\nlogLevel: debug\nslos: ${specs({ "a.yaml": service("a") })}\n`,
    );
    const server = await startNines(["--config", config, "--log-format", "text"]);
    onTestFinished(() => server.stop());
    await until(async () => (await ids(server)).length === 1, { what: "the first cycle is over" });
    expect(server.log()).toMatch(/prometheus=.*main=http:\/\/127\.0\.0\.1:9/);
    expect(server.log() + JSON.stringify(await get(server, "/readyz"))).not.toContain(secret);
  });
});

describe("nines serve, told to end", () => {
  it.each(["SIGTERM", "SIGINT"] as const)("ends well at %s and frees its data folder", async (signal) => {
    const data = join(folderFor("data"), ".nines");
    const slos = specs({ "a.yaml": service("a") });
    const server = await startNines([...nowhere, "--data", data, "--slos", slos]);
    server.signal(signal);
    expect(await server.gone).toBe(0);
    expect(existsSync(join(data, "lock.json"))).toBe(false);
    expect(existsSync(join(data, "journal.db-wal"))).toBe(false);
    const again = await startNines([...nowhere, "--data", data, "--slos", slos]);
    await again.stop();
  });

  it("ends within ten seconds though a client never finishes its request", async () => {
    const server = await startNines([
      ...nowhere,
      "--data",
      "none",
      "--slos",
      specs({ "a.yaml": service("a") }),
    ]);
    const slow = createConnection(server.port, "127.0.0.1");
    onTestFinished(() => void slow.destroy());
    slow.on("error", () => undefined);
    slow.write(
      "POST /api/v1/gate HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
    );
    await new Promise((resolve) => slow.once("connect", resolve));
    const start = performance.now();
    server.signal("SIGTERM");
    expect(await server.gone).toBe(0);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it("ends at once at a second signal", async () => {
    const server = await startNines([
      ...nowhere,
      "--data",
      "none",
      "--slos",
      specs({ "a.yaml": service("a") }),
    ]);
    const slow = createConnection(server.port, "127.0.0.1");
    onTestFinished(() => void slow.destroy());
    slow.on("error", () => undefined);
    slow.write(
      "POST /api/v1/gate HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{",
    );
    await until(() => /listens|serves/.test(server.log()), { what: "it serves" });
    server.signal("SIGTERM");
    await until(() => /shutting down/.test(server.log()), { what: "it is shutting down" });
    server.signal("SIGTERM");
    expect(await server.gone).toBe(143);
  });

  it("leaves a data folder that opens again after kill -9", async () => {
    const data = join(folderFor("data"), ".nines");
    const slos = specs({ "a.yaml": service("a") });
    const server = await startNines([...nowhere, "--data", data, "--slos", slos]);
    process.kill(server.pid, "SIGKILL");
    await server.gone;
    const again = await startNines([...nowhere, "--data", data, "--slos", slos]);
    await again.stop();
  });
});
