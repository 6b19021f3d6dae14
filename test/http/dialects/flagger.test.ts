import type { Express } from "express";
import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { JournalUnavailable } from "../../../src/governance/journal.ts";
import type { AppDeps } from "../../../src/http/deps.ts";
import { openDesk } from "../../../src/runtime/governance/open-desk.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";
import type { Snapshot } from "../../../src/runtime/snapshot.ts";
import { held, knowing } from "../../support/people.ts";
import { judged, later, snapshotOf } from "../../support/snapshots.ts";
import { appWith, send } from "../support/app.ts";
import { host, manifestsOf, worldsByDecision } from "./manifests.ts";

interface Webhook {
  type: string;
  url: string;
  metadata: Readonly<Record<string, string>>;
}
interface Canary {
  kind: string;
  metadata: { name: string; namespace: string };
  spec: { analysis: { webhooks: Webhook[] } };
}

const manifests = await manifestsOf<Canary>("flagger");
const canary = manifests.find(({ kind }) => kind === "Canary")!;

const bot = held({ subject: "flagger", roles: ["machine"], services: ["checkout"] });

/** What the page's canary asks; the token of the page is a stand-in for one. */
const world = async (snapshot: Snapshot | undefined, changes: Partial<AppDeps> = {}) => {
  const journal = openMemoryJournal();
  const desk = openDesk({ journal, now: () => later("10s"), pause: async () => undefined });
  await desk.refresh();
  const lines: string[] = [];
  const logger = pino({ level: "trace" }, { write: (line: string) => lines.push(line) });
  const people = knowing([bot], { readsAreOpen: false });
  const app = appWith(snapshot, {
    desk,
    governance: desk.state,
    people,
    logger,
    allowedHosts: [host],
    ...changes,
  });
  return { app, desk, journal, lines };
};

interface Said {
  phase?: string;
  checksum?: string;
  metadata?: Readonly<Record<string, string>>;
}

/**
 * One call as Flagger's controller makes it: POST of name, namespace, phase, checksum and metadata; 429 and 5xx are
 * repeated, which must not happen; a status above 202 is a no, with the body as its reason.
 */
async function call(
  app: Express,
  type: string,
  { phase = "Waiting", checksum = "7b9f", metadata = {} }: Said = {},
) {
  const hook = canary.spec.analysis.webhooks.find((each) => each.type === type)!;
  const url = new URL(hook.url);
  const { name, namespace } = canary.metadata;
  const payload = {
    name,
    namespace,
    phase,
    checksum,
    metadata: { ...hook.metadata, token: bot.text, ...metadata },
  };
  const { status, text, headers } = await send(app, "post", url.pathname, { host: url.host }, payload);
  if (status === 429 || status >= 500) throw new Error(`Flagger would repeat a ${status}`);
  expect([status, headers["content-type"]]).toEqual([status, "text/plain; charset=utf-8"]);
  expect([200, 403]).toContain(status);
  expect(text).toMatch(/^[^\n]+\n$/);
  return { isOk: status <= 202, line: text.trimEnd() };
}

describe.each(["confirm-rollout", "confirm-promotion"])("%s", (type) => {
  it.each(worldsByDecision)("of %s", async (decision, snapshot) => {
    const { app, desk } = await world(snapshot);
    const { isOk, line } = await call(app, type);
    expect(isOk).toBe(decision === "allow" || decision === "warn");
    expect(line).toContain("feature of checkout to production: checkout.availability.production: ");
    expect([...desk.state().decisions.values()]).toMatchObject([
      { by: "flagger", decision, key: { sha: "7b9f" } },
    ]);
  });

  it("is no, in one line, whatever keeps nines from deciding", async () => {
    const [, snapshot] = worldsByDecision[0]!;
    const said = async (changes: Partial<AppDeps>, of: Snapshot | undefined, metadata = {}) => {
      const { isOk, line } = await call((await world(of, changes)).app, type, { metadata });
      expect(isOk).toBe(false);
      return line;
    };
    expect(await said({}, undefined)).toContain("the first cycle has not finished yet");
    expect(await said({}, snapshot, { token: `${bot.text.slice(0, -1)}!` })).toContain("is not valid");
    expect(await said({}, snapshot, { token: "" })).toContain("is not valid");
    expect(await said({}, snapshot, { change: "constructor" })).toContain("must be one of feature");
    expect(await said({}, snapshot, { service: "search" })).toContain("may not ask for the service search");
    const ill = { act: () => Promise.reject(new JournalUnavailable("the disk is full")) };
    expect(await said({ desk: ill as unknown as AppDeps["desk"] }, snapshot)).toContain("the disk is full");
    const broken = { act: () => Promise.reject(new TypeError("of nobody's business")) };
    const line = await said({ desk: broken as unknown as AppDeps["desk"] }, snapshot);
    expect(line).toBe("nines cannot decide now: its log tells more");
    const limits = { reads: 0, writes: 0, gate: 0 };
    const people = { ...knowing([bot], { readsAreOpen: false }), limits };
    // Whoever asks from this very machine without a token is not counted: a header makes it somebody.
    expect((await call((await world(snapshot, { people })).app, type)).isOk).toBe(true);
  });

  it("without a token is a preview, only where reading is open", async () => {
    const [, snapshot] = worldsByDecision[0]!;
    const { app, desk } = await world(snapshot, { people: knowing([bot]) });
    const payload = { name: "checkout", namespace: "prod", metadata: null };
    const answer = await send(app, "post", `/api/v1/gate/flagger/${type}`, {}, payload);
    expect(answer).toMatchObject({ status: 200 });
    expect(desk.state().decisions.size).toBe(0);
    const closed = await world(snapshot);
    expect(await send(closed.app, "post", `/api/v1/gate/flagger/${type}`, {}, payload)).toMatchObject({
      status: 403,
    });
  });
});

describe("rollback", () => {
  it.each(worldsByDecision)("of %s: only a fast burn rolls back", async (decision, snapshot) => {
    const { isOk, line } = await call((await world(snapshot)).app, "rollback");
    expect(isOk).toBe(decision === "deny");
    expect(line).toBe(
      isOk
        ? "roll back: the fast burn alert of checkout.availability.production fires"
        : "no rollback: no fast burn is firing",
    );
  });

  it("is not asked for while nothing is known, or nines has stood still", async () => {
    expect((await call((await world(undefined)).app, "rollback")).isOk).toBe(false);
    const burning = snapshotOf([judged({ consumed: 0.1, fastBurn: true })]);
    const stale = await world(burning, { now: () => later("10m") });
    expect((await call(stale.app, "rollback")).isOk).toBe(false);
  });

  it("is not asked for by what the gate does not judge, nor of another service", async () => {
    const shown = snapshotOf([judged({ consumed: 0.1, fastBurn: true, slo: { gate: false } })]);
    expect((await call((await world(shown)).app, "rollback")).isOk).toBe(false);
    const burning = snapshotOf([judged({ consumed: 0.1, fastBurn: true })]);
    const { isOk } = await call((await world(burning)).app, "rollback", { metadata: { service: "search" } });
    expect(isOk).toBe(false);
  });
});

describe("event", () => {
  const [, snapshot] = worldsByDecision[0]!;

  it("records a deployment once, from its first progress to its end", async () => {
    const { app, desk } = await world(snapshot);
    const deployments = () => [...desk.state().deployments.values()];
    expect(await call(app, "event", { phase: "Initializing" })).toMatchObject({
      isOk: true,
      line: "nothing to record of phase Initializing",
    });
    expect(deployments()).toEqual([]);
    for (const phase of ["Progressing", "Progressing", "Promoting", "Finalising"])
      await call(app, "event", { phase });
    expect(deployments()).toMatchObject([{ sha: "7b9f", environment: "production", recordedBy: "flagger" }]);
    await call(app, "event", { phase: "Succeeded" });
    await call(app, "event", { phase: "Succeeded" });
    expect(deployments()).toMatchObject([{ outcome: "succeeded" }]);
  });

  it("records a canary that failed, under the names that its metadata gives", async () => {
    const { app, desk } = await world(snapshot);
    const metadata = { sha: "4f2a91c", version: "v1.42.0" };
    await call(app, "event", { phase: "Failed", metadata });
    expect([...desk.state().deployments.values()]).toMatchObject([{ ...metadata, outcome: "failed" }]);
  });

  it("is not recorded of whoever may not", async () => {
    const { app, desk } = await world(snapshot);
    const { isOk } = await call(app, "event", { phase: "Succeeded", metadata: { service: "search" } });
    expect([isOk, desk.state().deployments.size]).toEqual([false, 0]);
  });
});

describe("the token in the metadata", () => {
  it("stands in no answer, no line of the log and no entry of the journal", async () => {
    const [, snapshot] = worldsByDecision[3]!;
    const { app, journal, lines } = await world(snapshot);
    const wrong = `${bot.text.slice(0, -1)}!`;
    const said: string[] = [];
    for (const type of ["confirm-rollout", "confirm-promotion", "rollback", "event"])
      for (const token of [bot.text, wrong])
        said.push((await call(app, type, { phase: "Succeeded", metadata: { token } })).line);
    const entries = JSON.stringify(await journal.read(1, 100));
    for (const text of [...said, ...lines, entries]) {
      expect(text).not.toContain(bot.text);
      expect(text).not.toContain(wrong);
    }
    expect(lines.length).toBeGreaterThan(0);
  });
});
