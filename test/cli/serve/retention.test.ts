import { describe, expect, it } from "vitest";
import { until } from "../../../kit/until.ts";
import { keepRetention } from "../../../src/cli/serve/retention.ts";
import { JournalUnavailable } from "../../../src/governance/journal.ts";
import { isDropped } from "../../../src/governance/retention.ts";
import { seconds, timestamp } from "../../../src/model/units.ts";
import { type Leadership, soleLeader } from "../../../src/runtime/leadership.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";
import { decided } from "../../store/events.ts";

const day = 86_400;

/** Two decisions, ten days apart, looked at a day after the younger one. */
async function world(leadership: Leadership = soleLeader) {
  const said: string[] = [];
  const say = (message: string): void => void said.push(message);
  const log = { info: say, warn: say, error: say };
  const journal = openMemoryJournal();
  await journal.append([decided("gd-1", day), decided("gd-2", 11 * day)]);
  return { journal, said, ports: { journal, leadership, log, now: () => timestamp(12 * day) } };
}

describe("retention", () => {
  it("drops at once what is older than told, and says how many", async () => {
    const { journal, said, ports } = await world();
    const stop = keepRetention(ports, seconds(5 * day), 3_600_000);
    await until(() => said.length > 0, { what: "something was dropped" });
    stop();
    const entries = await journal.read(1, 10);
    expect(
      entries.map((entry) => entry.kind === "gate-decision" && isDropped(entry.payload.verdict)),
    ).toEqual([true, false]);
    expect(said).toEqual(["verdicts past their retention were dropped, their digests kept"]);
  });

  it("is the leader's alone, who takes it up when it has become that", async () => {
    const lead: { epoch?: number } = {};
    const { said, ports } = await world({ ...soleLeader, epoch: () => lead.epoch });
    const stop = keepRetention(ports, seconds(5 * day), 5);
    lead.epoch = 7;
    await until(() => said.length > 0, { what: "something was dropped" });
    stop();
  });

  it("drops nothing from a follower", async () => {
    const { journal, said, ports } = await world({ ...soleLeader, epoch: () => undefined });
    keepRetention(ports, seconds(5 * day), 3_600_000)();
    expect(said).toEqual([]);
    expect(await journal.dropVerdicts!(timestamp(5 * day))).toBe(1);
  });

  it("is tried again later when the journal cannot be written", async () => {
    const { said, ports } = await world();
    const dropVerdicts = () => Promise.reject(new JournalUnavailable("the disk is full"));
    const stop = keepRetention({ ...ports, journal: { dropVerdicts } }, seconds(5 * day), 5);
    await until(() => said.length > 1, { what: "it was tried twice" });
    stop();
    expect(new Set(said)).toEqual(new Set(["old verdicts could not be dropped: tried again later"]));
  });
});
