import { createSecretKey, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { until } from "../../../kit/until.ts";
import { JournalUnavailable, type Journal } from "../../../src/governance/journal.ts";
import { type AuditorPorts, createAuditor } from "../../../src/runtime/governance/auditor.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";
import { timestamp } from "../../../src/model/units.ts";
import { transition } from "../../store/events.ts";

const key = createSecretKey(randomBytes(32));

async function journalOf(count: number): Promise<Journal> {
  const journal = openMemoryJournal(key);
  await journal.append(Array.from({ length: count }, () => transition()));
  return journal;
}

/** An auditor of a journal, which reads it as `read` does. */
function auditorOf(journal: Journal, changes: Partial<AuditorPorts> = {}, read = journal.read) {
  const opened = { key, read, head: journal.head, close: async () => undefined };
  const ports = { now: () => timestamp(7), pause: async () => undefined, log: { warn: () => undefined } };
  const auditor = createAuditor({ open: async () => opened, ...ports, ...changes });
  const finished = () =>
    until(async () => auditor.latest()?.finishedAt !== undefined, { what: "the check is over" });
  return { auditor, finished };
}

describe("the auditor", () => {
  it("proves that a whole journal holds, and says by how many entries", async () => {
    const journal = await journalOf(700);
    const { auditor, finished } = auditorOf(journal);
    expect(auditor.latest()).toBeUndefined();
    expect(auditor.begin("auditor@example.org")).toMatchObject({ by: "auditor@example.org", checked: 0 });
    await finished();
    const head = await journal.head();
    expect(auditor.latest()).toMatchObject({
      checked: 700,
      of: 700,
      result: { ok: true, checked: 700, head },
    });
  });

  it("names the first entry that is not what was written", async () => {
    const journal = await journalOf(600);
    const edited: Journal["read"] = async (...asked) =>
      (await journal.read(...asked)).map((entry) =>
        entry.seq === 400 ? { ...entry, actor: "mallory" } : entry,
      );
    const { auditor, finished } = auditorOf(journal, {}, edited);
    auditor.begin("auditor@example.org");
    await finished();
    expect(auditor.latest()?.result).toMatchObject({
      ok: false,
      flaw: { kind: "altered", seq: 400 },
      checked: 399,
    });
  });

  it("finds a cut end where an anchor names what is gone", async () => {
    const { auditor, finished } = auditorOf(await journalOf(3));
    auditor.begin("auditor@example.org", { seq: 9, hash: "a".repeat(64) });
    await finished();
    expect(auditor.latest()?.result).toMatchObject({ ok: false, flaw: { kind: "tail-cut" } });
  });

  it("makes one check at a time: who asks meanwhile is told of the one under way", async () => {
    let goOn = (): void => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    const { auditor, finished } = auditorOf(await journalOf(3), { pause: () => gate });
    auditor.begin("auditor@example.org");
    expect(auditor.begin("admin@example.org").by).toBe("auditor@example.org");
    goOn();
    await finished();
    expect(auditor.begin("admin@example.org").by).toBe("admin@example.org");
  });

  it("says why it could not go on, and can be asked again", async () => {
    const journal = await journalOf(1);
    const { auditor, finished } = auditorOf(journal, {
      open: () => Promise.reject(new JournalUnavailable("the disk is gone")),
    });
    auditor.begin("auditor@example.org");
    await finished();
    expect(auditor.latest()).toMatchObject({ failure: "the disk is gone", finishedAt: 7 });
  });
});
