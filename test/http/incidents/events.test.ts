import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { until } from "../../../kit/until.ts";
import type { JournalEvent } from "../../../src/governance/journal.ts";
import { openDesk } from "../../../src/runtime/governance/open-desk.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";
import { held, knowing } from "../../support/people.ts";
import { later, noon } from "../../support/snapshots.ts";
import { frozenShop } from "../governance/world.ts";
import { appWith, get } from "../support/app.ts";

const viewer = held({ roles: ["viewer"] });
const auditor = held({ subject: "auditor@example.org", roles: ["auditor"] });
const pace = { poll: 5, heartbeat: 20, life: 60_000 };
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const note = (text: string, subject = "inc-1"): JournalEvent => ({
  ...{ at: noon, actor: "alice@example.org", kind: "incident-noted", subject },
  payload: { text },
});
const revoked: JournalEvent = {
  ...{ at: noon, actor: "admin", kind: "token-revoked", subject: "tk-1", payload: {} },
};

async function listening(streams = pace, draining = () => false, shown = { snapshot: frozenShop() }) {
  const journal = openMemoryJournal();
  const desk = openDesk({ journal, now: () => later("10s"), pause: async () => undefined });
  await desk.refresh();
  const people = knowing([viewer, auditor]);
  const snapshots = { current: () => shown.snapshot };
  const app = appWith(undefined, { snapshots, desk, governance: desk.state, people, streams, draining });
  const server = createServer(app).listen(0, "127.0.0.1");
  servers.push(server);
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const write = async (...events: readonly JournalEvent[]) => {
    await journal.append(events);
    await desk.refresh();
  };
  return { app, write, journal, url: `http://127.0.0.1:${port}/api/v1/events` };
}

/** Reads a stream as it comes. */
async function hear(url: string, headers: Readonly<Record<string, string>> = viewer.headers) {
  const ending = new AbortController();
  const answer = await fetch(url, { headers, signal: ending.signal });
  const heard = { text: "", ended: false };
  void (async () => {
    try {
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) heard.text += chunk;
    } catch {
      // Given up by the test.
    }
    heard.ended = true;
  })();
  const ids = () => [...heard.text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
  return { answer, heard, ids, stop: () => ending.abort() };
}

describe("the stream of events", () => {
  it("tells what happens from now on, each with its sequence number, in words", async () => {
    const { write, url } = await listening();
    await write(note("before"));
    const { heard, ids, answer } = await hear(url);
    expect(answer.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    await write(note("the primary is gone"));
    await until(() => ids().length > 0, { what: "an event" });
    expect(ids()).toEqual([2]);
    const [, data = ""] = /^data: (.*)$/m.exec(heard.text) ?? [];
    expect(JSON.parse(data)).toMatchObject({
      seq: 2,
      kind: "incident-noted",
      subject: "inc-1",
      sentence: "alice@example.org: the primary is gone",
    });
  });

  it("goes on where it broke off, and misses nothing, however much there was", async () => {
    const { write, url } = await listening();
    await write(...Array.from({ length: 1_200 }, (_, index) => note(String(index))));
    const { ids } = await hear(url, { ...viewer.headers, "last-event-id": "7" });
    const early = await hear(`${url}?after=1190`);
    await until(() => ids().length === 1_193 && early.ids().length === 10, { what: "all of them" });
    await write(note("live"));
    await until(() => ids().at(-1) === 1_201 && early.ids().at(-1) === 1_201, { what: "the live one" });
    expect(ids()).toEqual(Array.from({ length: 1_194 }, (_, index) => index + 8));
  });

  it("is narrowed by subject and kind", async () => {
    const { write, url } = await listening();
    const one = await hear(`${url}?subject=inc-2`);
    const kinds = await hear(`${url}?kind=incident-closed,promises-changed`);
    const all = await hear(url);
    await write(note("a"), note("b", "inc-2"));
    await until(() => all.ids().length === 2, { what: "both" });
    expect([one.ids(), kinds.ids()]).toEqual([[2], []]);
    const wrong = await fetch(`${url}?kind=incident-close`, { headers: viewer.headers });
    expect(await wrong.json()).toMatchObject({ code: "bad-query", errors: [{ nearest: "incident-closed" }] });
  });

  it("says that a cycle has finished to those who want to know, without a number of its own", async () => {
    const shown = { snapshot: frozenShop() };
    const { write, url } = await listening(pace, () => false, shown);
    const [wants, other] = [await hear(`${url}?cycles=true`), await hear(url)];
    await write(note("before"));
    await until(() => wants.ids().length === 1, { what: "the entry" });
    shown.snapshot = { ...frozenShop(), cycle: 8 };
    await until(() => wants.heard.text.includes("event: cycle"), { what: "the cycle" });
    await write(note("after"));
    await until(() => wants.ids().length === 2 && other.ids().length === 2, { what: "the next entry" });
    expect(wants.ids()).toEqual([1, 2]);
    expect(wants.heard.text).toContain('data: {"cycle":8,');
    expect(other.heard.text).not.toContain("cycle");
  });

  it("tells of a cycle at once where another one is known, and of the known one not again", async () => {
    const { write, url } = await listening(pace, () => false, { snapshot: { ...frozenShop(), cycle: 8 } });
    const [behind, even] = [
      await hear(`${url}?cycles=true&cycle=7`),
      await hear(`${url}?cycles=true&cycle=8`),
    ];
    await until(() => behind.heard.text.includes('data: {"cycle":8,'), { what: "the newer cycle" });
    await write(note("after"));
    await until(() => even.ids().length === 1, { what: "the next entry" });
    expect(even.heard.text).not.toContain("event: cycle");
  });

  it("keeps what is about tokens for auditors", async () => {
    const { write, url } = await listening();
    const [reads, audits] = [await hear(url), await hear(url, auditor.headers)];
    await write(revoked, note("x"));
    await until(() => reads.ids().length === 1 && audits.ids().length === 2, { what: "each its own" });
    expect(reads.ids()).toEqual([2]);
  });

  it("says now and then that it is alive, and ends in its time, and when the server does", async () => {
    const { heard } = await hear((await listening({ ...pace, life: 100 })).url);
    await until(() => heard.ended, { what: "its end" });
    expect(heard.text).toContain(": alive");
    let ends = false;
    const { heard: other } = await hear((await listening(pace, () => ends)).url);
    ends = true;
    await until(() => other.ended, { what: "the end of the server" });
  });

  it("is bounded in number, and forgets who has gone", async () => {
    const { url } = await listening();
    const open = await Promise.all(Array.from({ length: 200 }, () => hear(url)));
    const refused = await fetch(url, { headers: viewer.headers });
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "30"]);
    for (const each of open) each.stop();
    await until(async () => (await hear(url)).answer.status === 200, { what: "room" });
  });

  it("answers HEAD without a stream", async () => {
    const { url } = await listening();
    const answer = await fetch(url, { method: "HEAD", headers: viewer.headers });
    expect([answer.status, await answer.text()]).toEqual([200, ""]);
    expect((await get((await listening()).app, "/api/v1/events", { accept: "text/html" })).status).toBe(406);
  });
});
