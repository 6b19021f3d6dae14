import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freeze, thaw } from "../../../src/governance/checkpoint.ts";
import { gatheredAbove } from "../../../src/governance/notices/digest.ts";
import {
  configurationDue,
  deliveryOf,
  gatheringDue,
  givenUp,
  givenUpAfter,
} from "../../../src/governance/notices/due.ts";
import type { Digest } from "../../../src/governance/notices/notice.ts";
import { emptyState, take } from "../../../src/governance/state.ts";
import { timestamp } from "../../../src/model/units.ts";
import { later, noon } from "../../support/snapshots.ts";
import { channel, configured, delivered, journal, moved, waitingFor } from "./journal.ts";

const idsIn = (written: ReturnType<typeof journal>, name: string) =>
  waitingFor(written.state, name).map(({ id }) => id);

describe("the outbox", () => {
  it("holds nothing of what happened before there was a channel: a first start announces no history", () => {
    const written = journal();
    written.add(moved(), moved("search.up.production"), configured([channel("ops")]));
    expect(idsIn(written, "ops")).toEqual([]);
  });

  it("holds what happens from then on, in order, until it was delivered", () => {
    const written = journal();
    written.add(configured([channel("ops")]), moved("a.b.c"), moved("d.e.f"));
    expect(idsIn(written, "ops")).toEqual(["no-2-00000002", "no-3-00000003"]);
    written.add(delivered("ops", "no-2-00000002"));
    expect(idsIn(written, "ops")).toEqual(["no-3-00000003"]);
  });

  it("keeps what waits when the settings change, and drops what is for a channel that is gone", () => {
    const written = journal();
    written.add(configured([channel("ops"), channel("shop")]), moved());
    written.add(configured([channel("shop"), channel("new")], [{ channels: ["new"] }]));
    expect([...written.state.notices.outboxes.keys()]).toEqual(["shop", "new"]);
    expect(idsIn(written, "shop")).toEqual(["no-2-00000002"]);
    expect(idsIn(written, "new")).toEqual([]);
  });

  it("is configured once: the same settings again are no entry", () => {
    const written = journal();
    const wanted = { channels: [channel("ops", true)], routes: [{ owners: ["shop"], channels: ["ops"] }] };
    const due = configurationDue(written.state.notices, wanted, noon);
    expect(due).toHaveLength(1);
    written.add(...due);
    expect(configurationDue(written.state.notices, wanted, noon)).toEqual([]);
    expect(configurationDue(emptyState().notices, { channels: [], routes: [] }, noon)).toEqual([]);
  });

  it("takes a delivery once, and one of something else not at all", () => {
    const written = journal();
    written.add(configured([channel("ops")]), moved());
    const outbox = written.state.notices.outboxes.get("ops");
    const said = deliveryOf(outbox, "no-2-00000002", 1, noon);
    written.add(...said, ...said, delivered("ops", "no-9-00000009"));
    expect(outbox).toMatchObject({ delivered: 1, lastDelivery: { notice: "no-2-00000002" } });
    expect(deliveryOf(outbox, "no-2-00000002", 1, noon)).toEqual([]);
  });

  it("is the same from a checkpoint as from the whole journal, whatever happens", () => {
    const step = fc.oneof(
      fc.constantFrom("a.b.c", "d.e.f").map((slo) => moved(slo)),
      fc.nat(40).map((seq) => delivered("ops", `no-${seq}-${seq.toString(16).padStart(8, "0")}`)),
      fc
        .boolean()
        .map((both) => configured(both ? [channel("ops", true), channel("hook")] : [channel("ops")])),
      fc.nat(40).map((seq) => ({
        at: noon,
        actor: "nines",
        kind: "notices-gathered" as const,
        subject: "ops",
        payload: { last: `no-${seq}-${seq.toString(16).padStart(8, "0")}` },
      })),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.nat(40), (events, cut) => {
        const whole = journal();
        whole.add(...events);
        const begun = emptyState();
        for (const entry of whole.entries.slice(0, cut)) take(begun, entry);
        const thawed = thaw(freeze(begun))!;
        for (const entry of whole.entries.slice(cut)) take(thawed, entry);
        expect(thawed).toEqual(whole.state);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a flood", () => {
  const flood = (count: number, digests: boolean) => {
    const written = journal();
    written.add(configured([channel("ops", digests)]));
    for (let n = 0; n < count; n++) written.add(moved(`s${n}.b.c`, {}, timestamp(noon + n)));
    return written;
  };
  const gather = (written: ReturnType<typeof journal>) => {
    const due = gatheringDue(written.state.notices.outboxes.get("ops"), later("1h"));
    written.add(...due);
    return due.length;
  };

  it("becomes one message for people, all but the first, which may be on its way under its own id", () => {
    const written = flood(100, true);
    expect(gather(written)).toBe(1);
    const [first, digest, ...more] = waitingFor(written.state, "ops");
    expect(first).toMatchObject({ id: "no-2-00000002", kind: "state-changed" });
    expect(digest).toMatchObject({
      kind: "digest",
      count: 99,
      counts: { "state-changed": 99 },
      since: noon + 1,
    });
    expect((digest as Digest).lines).toHaveLength(50);
    expect((digest as Digest).lines[0]).toMatchObject({ what: "s1.b.c is watch; it was healthy" });
    expect(more).toEqual([]);
    expect(gather(written)).toBe(0);
  });

  it("is counted whole when a digest is gathered once more", () => {
    const written = flood(30, true);
    gather(written);
    for (let n = 0; n < 40; n++) written.add(moved(`t${n}.b.c`, {}, later("1h")));
    expect(gather(written)).toBe(1);
    expect(waitingFor(written.state, "ops")[1]).toMatchObject({ count: 69, since: noon + 1 });
  });

  it("of a few stays as it is, and programs are told of each however many they are", () => {
    expect(gather(flood(gatheredAbove + 1, true))).toBe(0);
    expect(gather(flood(100, false))).toBe(0);
  });
});

describe("a notice that cannot be delivered", () => {
  const failing = () => {
    const written = journal();
    written.add(configured([channel("ops")]), moved(), moved("d.e.f", {}, later("20h")));
    return { written, outbox: written.state.notices.outboxes.get("ops")! };
  };
  const failure = { notice: "no-2-00000002", attempts: 7, reason: "503 Service Unavailable", refused: false };

  it("waits for a day, and is then given up with all that are as old", () => {
    const { written, outbox } = failing();
    expect(givenUp(outbox, failure, later("23h"))).toEqual([]);
    written.add(...givenUp(outbox, failure, timestamp(noon + givenUpAfter + 1)));
    expect(idsIn(written, "ops")).toEqual(["no-3-00000003"]);
    expect(outbox).toMatchObject({
      undelivered: 1,
      dead: [{ notice: "no-2-00000002", attempts: 7, reason: "503 Service Unavailable", happenedAt: noon }],
    });
  });

  it("is given up at once when the receiver refuses that very message", () => {
    const { written, outbox } = failing();
    written.add(...givenUp(outbox, { ...failure, refused: true }, later("1s")));
    expect(idsIn(written, "ops")).toEqual(["no-3-00000003"]);
  });
});
