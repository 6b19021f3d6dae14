import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { until } from "../../../kit/until.ts";
import { createShelf, type Shelf } from "../../../src/journey/reports/shelf.ts";
import type { RunResult } from "../../../src/journey/result.ts";
import { openReporter, type Reporter, type ReporterOptions } from "../../../src/probes/reports/reporter.ts";
import { waitingOf } from "../../../src/probes/reports/queue.ts";
import { appWith } from "../../http/support/app.ts";
import { journey, readerOf, run } from "../../http/support/journeys.ts";
import { held, knowing } from "../../support/people.ts";
import { later, snapshotOf } from "../../support/snapshots.ts";

const prober = held({ subject: "prober-office", roles: ["prober"] });
const now = later("10s") * 1_000;
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 7]);
const folder = temporaryFolder("reporter");
const at = (id: string, changes: Partial<RunResult> = {}): RunResult => ({
  ...run(id, { startedAt: now - 5_000 }),
  location: "office",
  ...changes,
});

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const listen = (app: RequestListener, port = 0): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer(app).listen(port, "127.0.0.1", () => resolve(server));
  });
const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const end = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** A nines with a memory of its own, which begins anew each time. */
async function serve(memory: string, port?: number): Promise<{ server: Server; shelf: Shelf }> {
  const shelf = createShelf({ memory, own: "here" });
  const people = knowing([prober]);
  const journeys = readerOf([journey], [], { reports: shelf });
  const server = await listen(appWith(snapshotOf([]), { people, journeys }), port);
  return { server, shelf };
}

interface Reporting {
  reporter: Reporter;
  counts: Record<string, number>;
  said: string[];
}

function report(port: number, changes: Partial<ReporterOptions> = {}): Reporting {
  const counts: Record<string, number> = {};
  const said: string[] = [];
  const reporter = openReporter({
    ...{ url: `http://127.0.0.1:${port}`, location: "office", now: () => now },
    token: async () => prober.text,
    lastRuns: () => [],
    counted: (what, runs) => (counts[what] = (counts[what] ?? 0) + runs),
    delivered: () => undefined,
    say: (level, message, facts) => said.push(`${level} ${message} ${JSON.stringify(facts)}`),
    pace: { between: 10, quiet: 30, again: { initialDelay: 10, maxDelay: 40 } },
    ...changes,
  });
  open.push(() => reporter.close());
  return { reporter, counts, said };
}

const idsOf = (shelf: Shelf): string[] => shelf.history(journey.name, "office").map(({ runId }) => runId);

describe("a prober that reports", () => {
  it("tells nines of its runs, with the picture of a page that failed", async () => {
    const { server, shelf } = await serve("first");
    open.push(() => end(server));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "verify.png"), png);
    const { reporter, counts } = report(portOf(server), { pictures: folder });
    const [login, verify, cancel] = at("r1").steps;
    const failed = { ...verify!, result: "failed" as const, screenshot: "verify.png" };
    reporter.add(waitingOf(at("r1", { steps: [login!, failed, cancel!] })));
    reporter.add(waitingOf(at("r2", { startedAt: now - 1_000 })));
    await until(async () => counts.delivered === 2, { what: "both are delivered" });
    expect(idsOf(shelf)).toEqual(["r2", "r1"]);
    expect(shelf.picture("office", "r1")).toMatchObject({ step: "verify", type: "image/png" });
    removeFolder(folder);
  });

  it("goes on where nines cannot be reached, and tells a nines that was started again of all it has", async () => {
    const first = await serve("first");
    const port = portOf(first.server);
    const ring = [at("r1"), at("r2", { startedAt: now - 2_000 })];
    const { reporter, counts, said } = report(port, { lastRuns: () => ring });
    reporter.add(waitingOf(ring[0]!));
    await until(async () => counts.delivered === 1, { what: "the first is delivered" });
    await end(first.server);
    reporter.add(waitingOf(ring[1]!));
    await until(async () => said.some((line) => line.includes("cannot be reported")), { what: "it is said" });
    expect(reporter.waiting()).toBe(1);
    const second = await serve("second", port);
    open.push(() => end(second.server));
    await until(async () => idsOf(second.shelf).length === 2, { what: "both are there again" });
    expect(idsOf(second.shelf)).toEqual(["r2", "r1"]);
    expect(said.some((line) => line.includes("reported again"))).toBe(true);
  });

  it("says that it is there when there is nothing to tell", async () => {
    const { server, shelf } = await serve("first");
    open.push(() => end(server));
    report(portOf(server));
    await until(async () => shelf.heard(now).length === 1, { what: "it is heard" });
  });

  it("says once why its token is not taken, never shows it, and keeps its runs", async () => {
    const { server } = await serve("first");
    open.push(() => end(server));
    const wrong = `${prober.text.slice(0, -4)}aaaa`;
    let attempts = 0;
    const { reporter, said } = report(portOf(server), {
      token: async () => {
        attempts += 1;
        return wrong;
      },
    });
    reporter.add(waitingOf(at("r1")));
    await until(async () => attempts > 3, { what: "it tried several times" });
    expect(said).toHaveLength(1);
    expect(said[0]).toContain("not valid");
    expect(said.join("")).not.toContain(wrong);
    expect(reporter.waiting()).toBe(1);
  });

  it("drops a report that nines refuses, and says so, rather than to repeat it for ever", async () => {
    const { server } = await serve("first");
    open.push(() => end(server));
    const { reporter, counts, said } = report(portOf(server));
    reporter.add({ id: "bad", text: '{"journey":"UPPER"}' });
    await until(async () => counts.refused === 1, { what: "it is refused" });
    expect(reporter.waiting()).toBe(0);
    expect(said[0]).toContain("a report was refused");
  });

  it("does not take for nines what answers like something else", async () => {
    const server = await listen((_request, response) => response.end("<html>hello</html>"));
    open.push(() => end(server));
    const { reporter, said } = report(portOf(server));
    reporter.add(waitingOf(at("r1")));
    await until(async () => said.length > 0, { what: "it is said" });
    expect(said[0]).toContain("is no nines that takes reports");
    expect(reporter.waiting()).toBe(1);
  });

  it("tells of what still waits as it ends", async () => {
    const { server, shelf } = await serve("first");
    open.push(() => end(server));
    const pace = { between: 60_000, quiet: 60_000, again: { initialDelay: 10, maxDelay: 40 } };
    const { reporter, counts } = report(portOf(server), { pace });
    await until(async () => shelf.heard(now).length === 1, { what: "it is heard" });
    reporter.add(waitingOf(at("r1")));
    await reporter.close();
    expect(counts.delivered).toBe(1);
    expect(idsOf(shelf)).toEqual(["r1"]);
  });
});
