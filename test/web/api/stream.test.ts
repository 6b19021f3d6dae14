import { afterEach, describe, expect, it } from "vitest";
import { until } from "../../../kit/until.ts";
import { listen, type Liveness, pauseAfter, usualStreamPace } from "../../../src/web/api/stream.ts";

const pace = { silence: 500, shortest: 200, firstPause: 10, longestPause: 40 };
const open: { stop: () => void }[] = [];
afterEach(() => open.splice(0).forEach((each) => each.stop()));

/** A server whose connections the test writes to and ends as it likes. */
function served(refusal?: number) {
  const asked: (string | undefined)[] = [];
  const heard: string[] = [];
  const told: Liveness["kind"][] = [];
  const opened: boolean[] = [];
  const connections: ReadableStreamDefaultController<Uint8Array>[] = [];
  const answer = (): Response => {
    if (refusal !== undefined) return new Response("no", { status: refusal });
    return new Response(
      new ReadableStream<Uint8Array>({ start: (controller) => void connections.push(controller) }),
    );
  };
  open.push(
    listen(
      {
        open: async (lastEventId) => {
          asked.push(lastEventId);
          return answer();
        },
        onMessage: ({ event, data }) => heard.push(`${event ?? "message"}: ${data}`),
        onOpen: (missed) => opened.push(missed),
        onChange: ({ kind }) => told.push(kind),
      },
      pace,
    ),
  );
  const connected = (count: number) => until(() => opened.length === count, { what: `connection ${count}` });
  return {
    ...{ asked, heard, told, opened, connected },
    say: (text: string) => connections.at(-1)?.enqueue(new TextEncoder().encode(text)),
    end: () => connections.at(-1)?.close(),
    breakOff: () => connections.at(-1)?.error(new Error("reset")),
    answerAgain: () => (refusal = undefined),
  };
}

describe("the stream of a tab", () => {
  it("hears entries and cycles, however they are cut into pieces", async () => {
    const server = served();
    await server.connected(1);
    for (const piece of [
      "retry: 2000\n: nines\n\nid: 7\nda",
      'ta: {"a":1}\n',
      "\nevent: cycle\ndata: {}\n\n",
    ])
      server.say(piece);
    await until(() => server.heard.length === 2, { what: "both" });
    expect(server.heard).toEqual(['message: {"a":1}', "cycle: {}"]);
    expect(server.told).toEqual(["connecting", "live"]);
  });

  it("goes on where it was cut off, and says that it was", async () => {
    const server = served();
    await server.connected(1);
    server.say("id: 41\ndata: {}\n\nid: 42\ndata: {}\n\nevent: cycle\ndata: {}\n\n");
    await until(() => server.heard.length === 3, { what: "what was said" });
    server.breakOff();
    await server.connected(2);
    expect(server.asked).toEqual([undefined, "42"]);
    expect(server.opened).toEqual([false, true]);
    expect(server.told).toEqual(["connecting", "live", "down", "live"]);
  });

  it("comes back without a word when the server ends it in its time", async () => {
    const server = served();
    await server.connected(1);
    const begun = performance.now();
    await until(() => performance.now() - begun > pace.shortest, { what: "its time" });
    server.end();
    await server.connected(2);
    expect(server.told).toEqual(["connecting", "live", "live"]);
  });

  it("is down while a server ends each stream at once, as one does that is shutting down", async () => {
    const server = served();
    await server.connected(1);
    server.end();
    await server.connected(2);
    expect(server.told).toEqual(["connecting", "live", "down", "live"]);
  });

  it("is down once for as long as nobody answers, and tries less and less often", async () => {
    const server = served(503);
    await until(() => server.asked.length > 4, { what: "five tries" });
    expect(server.told).toEqual(["connecting", "down"]);
    server.answerAgain();
    await server.connected(1);
    expect(server.told).toEqual(["connecting", "down", "live"]);
    const pauses = [0, 1, 2, 3, 10].map((failures) => pauseAfter(failures, usualStreamPace));
    expect(pauses.map((pause, index) => pause >= [1_000, 2_000, 4_000, 8_000, 30_000][index]!)).toEqual(
      pauses.map(() => true),
    );
    expect(Math.max(...pauses)).toBeLessThan(45_000);
  });

  it("takes a connection on which nothing is heard for dead", async () => {
    const server = served();
    await server.connected(1);
    await server.connected(2);
    expect(server.told).toEqual(["connecting", "live", "down", "live"]);
  });

  it("stops when it is told to", async () => {
    const server = served();
    await server.connected(1);
    open[0]?.stop();
    server.breakOff();
    await until(() => true, { what: "a moment" });
    expect(server.asked.length).toBe(1);
  });
});
