import { Registry } from "prom-client";
import { describe, expect, it, onTestFinished } from "vitest";
import { until } from "../../../kit/until.ts";
import { dropAnchors } from "../../../src/cli/serve/anchor.ts";
import { formatAnchor } from "../../../src/governance/verify.ts";
import type { Log } from "../../../src/runtime/ports.ts";
import { openMemoryJournal } from "../../../src/store/memory.ts";
import { transition } from "../../store/events.ts";

function anchored() {
  const journal = openMemoryJournal();
  const registry = new Registry();
  const said: string[] = [];
  const say = (message: string, facts?: object): void =>
    void said.push(`${message} ${JSON.stringify(facts ?? {})}`);
  const log: Log = { info: say, warn: say, error: say };
  onTestFinished(dropAnchors(registry, journal, log, 20));
  return { journal, registry, said };
}

describe("the journal's anchor", () => {
  it("is logged and exported at the start, and again and again as the journal grows", async () => {
    const { journal, registry, said } = anchored();
    await until(() => said.some((line) => line.includes(`"anchor":"0:${"0".repeat(64)}"`)), {
      what: "the empty journal's anchor",
    });
    await journal.append([transition(), transition()]);
    const head = await journal.head();
    await until(() => said.some((line) => line.includes(formatAnchor(head))), {
      what: "the new head's anchor",
    });
    const lines = (await registry.metrics()).split("\n").filter((line) => line.startsWith("nines_"));
    expect(lines).toEqual([`nines_journal_anchor_seq{hash="${head.hash}"} 2`]);
  });

  it("is missed aloud when the journal cannot be read", async () => {
    const { journal, said } = anchored();
    await journal.close();
    await until(() => said.some((line) => line.includes("no anchor")), { what: "the log tells" });
  });
});
