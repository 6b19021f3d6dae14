import { describe, expect, it } from "vitest";
import type { JournalEvent } from "../../src/governance/journal.ts";
import type { Message } from "../../src/governance/notices/notice.ts";
import { type Attempt, createAnnouncer } from "../../src/runtime/announcer.ts";
import { openDesk } from "../../src/runtime/governance/open-desk.ts";
import type { Leadership } from "../../src/runtime/leadership.ts";
import { openMemoryJournal } from "../../src/store/memory.ts";
import { until } from "../../kit/until.ts";
import { moved } from "../governance/notices/journal.ts";
import { later, noon } from "../support/snapshots.ts";

type Answer = (message: Message, attempt: number) => Attempt;
const taken: Attempt = { kind: "delivered" };
const down: Attempt = { kind: "failed", reason: "ECONNREFUSED" };

/** An announcer over a journal in memory, whose pauses are recorded and take no time. */
async function telling(answer: Answer = () => taken, { digests = false } = {}) {
  const clock = { now: noon };
  const journal = openMemoryJournal();
  const desk = openDesk({ journal, now: () => clock.now, pause: async () => undefined });
  await desk.refresh();
  let epoch: number | undefined = 0;
  const leadership: Leadership = {
    epoch: () => epoch,
    latest: () => 0,
    onChange: () => () => undefined,
    stop: async () => undefined,
  };
  const sent: Message[] = [];
  const pauses: number[] = [];
  const attempts = new Map<string, number>();
  const start = () => {
    const announcer = createAnnouncer({
      receivers: [
        {
          name: "ops",
          deliver: async (message) => {
            const attempt = (attempts.get(message.id) ?? 0) + 1;
            attempts.set(message.id, attempt);
            sent.push(message);
            return answer(message, attempt);
          },
        },
      ],
      announcing: { channels: [{ name: "ops", digests }], routes: [{ channels: ["ops"] }] },
      desk,
      leadership,
      now: () => clock.now,
      wait: async (milliseconds) => {
        if (milliseconds !== 200) pauses.push(milliseconds);
        await new Promise((resolve) => setTimeout(resolve, 1));
      },
      random: () => 0.5,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    announcer.start();
    return announcer;
  };
  const outbox = () => desk.state().notices.outboxes.get("ops");
  return {
    ...{ clock, journal, desk, sent, pauses, outbox, start },
    lead: (to: number | undefined) => (epoch = to),
    happen: (...events: readonly JournalEvent[]) => desk.act(() => ({ events, answer: undefined })),
    configured: () => until(() => outbox() !== undefined, { what: "the channel is on record", every: 2 }),
    emptied: () =>
      until(() => outbox()?.waiting.size === 0 && sent.length > 0, { what: "all is sent", every: 2 }),
  };
}

const whats = (sent: readonly Message[]) =>
  sent.map((message) => (message.kind === "digest" ? `${message.count} more` : message.subject));

describe("announcing", () => {
  it("announces nothing of what happened before its first start", async () => {
    const world = await telling();
    await world.happen(moved("old.b.c"));
    const announcer = world.start();
    await world.configured();
    await world.happen(moved("new.b.c"));
    await world.emptied();
    await announcer.stop();
    expect(whats(world.sent)).toEqual(["new.b.c"]);
  });

  it("goes on after a restart with what happened meanwhile, and repeats nothing", async () => {
    const world = await telling();
    const first = world.start();
    await world.configured();
    await world.happen(moved("a.b.c"));
    await world.emptied();
    await first.stop();
    await world.happen(moved("d.e.f"));
    const second = world.start();
    await world.emptied();
    await second.stop();
    expect(whats(world.sent)).toEqual(["a.b.c", "d.e.f"]);
  });

  it("tries again under the same id, later each time, and in order", async () => {
    const world = await telling(({ id }, attempt) => (id.startsWith("no-2-") && attempt < 4 ? down : taken));
    const announcer = world.start();
    await world.configured();
    await world.happen(moved("a.b.c"), moved("d.e.f"));
    await world.emptied();
    await announcer.stop();
    expect(whats(world.sent)).toEqual(["a.b.c", "a.b.c", "a.b.c", "a.b.c", "d.e.f"]);
    expect(new Set(world.sent.map(({ id }) => id)).size).toBe(2);
    expect(world.pauses.slice(0, 3)).toEqual([1_000, 2_000, 4_000]);
    const [entry] = await world.journal.read(1, 1, { kinds: ["notice-delivered"] });
    expect(entry).toMatchObject({ subject: "ops", payload: { attempts: 4 } });
  });

  it("waits as long as the receiver asks it to", async () => {
    const world = await telling((_, attempt) => (attempt === 1 ? { ...down, after: 60 } : taken));
    const announcer = world.start();
    await world.configured();
    await world.happen(moved());
    await world.emptied();
    await announcer.stop();
    expect(world.pauses).toContain(60_000);
  });

  it("gives up what the receiver refuses, on record, and goes on with the next", async () => {
    const world = await telling(({ id }) =>
      id.startsWith("no-2-") ? { kind: "refused", reason: "400" } : taken,
    );
    const announcer = world.start();
    await world.configured();
    await world.happen(moved("a.b.c"), moved("d.e.f"));
    await world.emptied();
    await announcer.stop();
    expect(whats(world.sent)).toEqual(["a.b.c", "d.e.f"]);
    expect(world.outbox()).toMatchObject({ delivered: 1, undelivered: 1, dead: [{ reason: "400" }] });
  });

  it("gives up after a day what nobody took", async () => {
    const world = await telling(() => {
      world.clock.now = later("25h");
      return down;
    });
    const announcer = world.start();
    await world.configured();
    await world.happen(moved("a.b.c"), moved("d.e.f"));
    await until(() => world.outbox()?.undelivered === 2, { what: "both are given up", every: 2 });
    await announcer.stop();
    expect(whats(world.sent)).toEqual(["a.b.c"]);
  });

  it("tells people of a flood in two messages", async () => {
    const world = await telling(undefined, { digests: true });
    const announcer = world.start();
    await world.configured();
    await world.happen(...Array.from({ length: 100 }, (_, n) => moved(`s${n}.b.c`)));
    await world.emptied();
    await announcer.stop();
    expect(whats(world.sent)).toEqual(["s0.b.c", "99 more"]);
  });

  it("sends nothing where another replica leads, and begins when it leads itself", async () => {
    const world = await telling();
    world.lead(undefined);
    const announcer = world.start();
    await world.happen(moved("a.b.c"));
    world.lead(1);
    await world.configured();
    world.lead(undefined);
    await world.happen(moved("d.e.f"));
    expect(world.sent).toEqual([]);
    world.lead(2);
    await world.emptied();
    await announcer.stop();
    expect(whats(world.sent)).toEqual(["d.e.f"]);
  });

  it("sends nothing further before a delivery is on record", async () => {
    const world = await telling();
    const announcer = world.start();
    await world.configured();
    let refuse = 3;
    const { append } = world.journal;
    world.journal.append = async (events, options) => {
      if (events[0]?.kind === "notice-delivered" && refuse-- > 0) throw new Error("the disk is full");
      return append(events, options);
    };
    await world.happen(moved("a.b.c"), moved("d.e.f"));
    await world.emptied();
    await announcer.stop();
    expect(whats(world.sent)).toEqual(["a.b.c", "d.e.f"]);
  });
});
