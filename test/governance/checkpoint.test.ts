import { describe, expect, it } from "vitest";
import { eventAt } from "../../bench/journal/life.ts";
import { freeze, thaw } from "../../src/governance/checkpoint.ts";
import { emptyState, take, type GovernanceState } from "../../src/governance/state.ts";
import { openMemoryJournal } from "../../src/store/memory.ts";

/** The state after so many entries of a busy company. */
async function stateAfter(count: number, from: GovernanceState = emptyState()): Promise<GovernanceState> {
  const journal = openMemoryJournal();
  await journal.append(Array.from({ length: count }, (_, n) => eventAt(n)));
  for (const entry of await journal.read(from.head.seq + 1, count)) take(from, entry);
  return from;
}

describe("a checkpoint of governance", () => {
  it("gives back the same state, part by part", async () => {
    const state = await stateAfter(450);
    expect(state.exceptions.size).toBe(5);
    expect(thaw(freeze(state))).toEqual(state);
  });

  it("goes on as the fold itself does", async () => {
    const journal = openMemoryJournal();
    await journal.append(Array.from({ length: 400 }, (_, n) => eventAt(n)));
    const [whole, begun] = [emptyState(), emptyState()];
    for (const entry of await journal.read(1, 205)) take(begun, entry);
    const thawed = thaw(freeze(begun))!;
    for (const entry of await journal.read(1, 400)) take(whole, entry);
    for (const entry of await journal.read(206, 400)) take(thawed, entry);
    expect(thawed).toEqual(whole);
  });

  it("keeps an answer that looks like one of its own maps", () => {
    const state = emptyState();
    const answer = { $: "map", entries: [["a", 1]], more: [{ $: 1 }, new Map([["b", new Set([2])]])] };
    state.answers.set("key", { request: "r", answer, at: state.head.at });
    expect(thaw(freeze(state))).toEqual(state);
  });

  it.each([
    ["another format", (text: string) => text.replace('"format":1', '"format":0')],
    ["a part that was not there then", (text: string) => text.replace('"windows"', '"windoze"')],
  ])("is left alone with %s", async (_, change) => {
    const text = freeze(await stateAfter(10));
    expect(thaw(change(text))).toBeUndefined();
  });
});
