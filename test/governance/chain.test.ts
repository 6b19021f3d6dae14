import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical, genesis, headOf, link as linkWithTexts } from "../../src/governance/chain.ts";
import type { JournalEntry, JournalEvent } from "../../src/governance/journal.ts";
import { formatAnchor, parseAnchor, verify } from "../../src/governance/verify.ts";
import { definitionsLoaded, transition } from "../store/events.ts";

const key = new Uint8Array(32).fill(7);
const link = (...asked: Parameters<typeof linkWithTexts>): JournalEntry[] =>
  linkWithTexts(...asked).map(({ entry }) => entry);
const chain = (count: number): JournalEntry[] => [
  ...link(
    key,
    genesis,
    Array.from({ length: count }, (_, n) => transition(`s${n}.a.b`, 1_000 + n)),
  ),
];
const flawOf = (entries: readonly JournalEntry[], options?: Parameters<typeof verify>[2]) => {
  const result = verify(key, entries, options);
  return result.ok ? undefined : { kind: result.flaw.kind, seq: result.flaw.seq };
};

const anyEvent: fc.Arbitrary<JournalEvent> = fc.oneof(
  fc
    .record({ subject: fc.string({ unit: "grapheme" }), at: fc.double({ min: 0, max: 4e9, noNaN: true }) })
    .map(({ subject, at }) => transition(subject.replaceAll("\0", ""), at)),
  fc.string().map((hash) => definitionsLoaded(hash)),
);
const anyChain = fc
  .array(anyEvent, { minLength: 1, maxLength: 30 })
  .map((events) => [...link(key, genesis, events)]);

describe("the chain", () => {
  it("verifies whatever was linked, also after a trip through JSON", () => {
    fc.assert(
      fc.property(anyChain, (entries) => {
        const stored = JSON.parse(JSON.stringify(entries)) as JournalEntry[];
        expect(verify(key, stored)).toEqual({
          ok: true,
          head: headOf(entries.at(-1)!),
          checked: entries.length,
        });
      }),
    );
  });

  it("never lets time run backwards", () => {
    fc.assert(
      fc.property(anyChain, (entries) => {
        for (const [n, entry] of entries.entries())
          expect(entry.at).toBeGreaterThanOrEqual(entries[n - 1]?.at ?? 0);
      }),
    );
  });

  it("verifies from any place on, given the head before it", () => {
    fc.assert(
      fc.property(anyChain, fc.nat(), (entries, n) => {
        const cut = n % entries.length;
        const after = cut === 0 ? genesis : headOf(entries[cut - 1]!);
        expect(verify(key, entries.slice(cut), { after }).ok).toBe(true);
      }),
    );
  });

  it("names the first altered entry, whichever of its fields was altered", () => {
    const alterations: ((entry: JournalEntry) => object)[] = [
      (entry) => ({ actor: `${entry.actor}x` }),
      (entry) => ({ subject: `${entry.subject}x` }),
      (entry) => ({ at: entry.at + 0.001 }),
      () => ({ kind: "other" }),
      (entry) => ({ payload: { ...entry.payload, policy: "other" } }),
      () => ({ hash: "f".repeat(64) }),
      () => ({ prevHash: "f".repeat(64) }),
    ];
    fc.assert(
      fc.property(anyChain, fc.nat(), fc.constantFrom(...alterations), (entries, n, alter) => {
        const place = n % entries.length;
        const altered = entries.with(place, {
          ...entries[place]!,
          ...alter(entries[place]!),
        });
        expect(flawOf(altered)).toEqual({ kind: "altered", seq: place + 1 });
      }),
    );
  });

  it("names a missing entry", () => {
    expect(flawOf(chain(9).toSpliced(4, 1))).toEqual({ kind: "missing", seq: 5 });
    expect(flawOf(chain(9).toSpliced(0, 1))).toEqual({ kind: "missing", seq: 1 });
  });

  it("cannot be repaired after a deletion by renumbering", () => {
    const renumbered = chain(9)
      .toSpliced(4, 1)
      .map((entry, n) => ({ ...entry, seq: n + 1 }));
    expect(flawOf(renumbered)).toMatchObject({ seq: 5 });
  });

  it("names two entries that stand in the wrong order", () => {
    const entries = chain(6);
    const swapped = entries.with(2, entries[4]!).with(4, entries[2]!);
    expect(flawOf(swapped)).toEqual({ kind: "missing", seq: 3 });
    const swappedAndRenumbered = entries
      .with(2, { ...entries[4]!, seq: 3 })
      .with(4, { ...entries[2]!, seq: 5 });
    expect(flawOf(swappedAndRenumbered)).toEqual({ kind: "reordered", seq: 3 });
  });

  it("names an entry that stands twice", () => {
    const entries = chain(4);
    expect(flawOf(entries.toSpliced(2, 0, entries[1]!))).toEqual({ kind: "reordered", seq: 2 });
  });

  it("does not verify under another key", () => {
    expect(verify(new Uint8Array(32), chain(3))).toMatchObject({
      ok: false,
      flaw: { kind: "altered", seq: 1 },
    });
  });
});

describe("an anchor", () => {
  it("finds a cut tail, which nothing else can", () => {
    const entries = chain(8);
    const anchor = headOf(entries[7]!);
    expect(flawOf(entries.slice(0, 6))).toBeUndefined();
    expect(flawOf(entries.slice(0, 6), { anchor })).toEqual({ kind: "tail-cut", seq: 7 });
    expect(flawOf(entries, { anchor })).toBeUndefined();
  });

  it("finds a journal that was written anew", () => {
    const other = link(
      key,
      genesis,
      Array.from({ length: 8 }, () => transition("forged.a.b")),
    );
    expect(flawOf(other, { anchor: headOf(chain(8)[3]!) })).toEqual({ kind: "anchor-mismatch", seq: 4 });
  });

  it("is written SEQ:HASH and read back", () => {
    const anchor = { seq: 12, hash: "a1".repeat(32) };
    expect(parseAnchor(formatAnchor(anchor))).toEqual(anchor);
    for (const text of ["", "12", ":", "x:y", `1:${"g".repeat(64)}`, `-1:${"a".repeat(64)}`])
      expect(parseAnchor(text)).toBeUndefined();
  });
});

describe("the canonical encoding", () => {
  it("does not depend on the order in which fields were written", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonical(reversed)).toBe(canonical(value));
      }),
    );
  });

  it("reads back as the value it encodes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("tells values apart that look alike", () => {
    const texts = [1, "1", [1], { a: 1 }, { a: "1" }, [[1]], null, "null", {}, []].map(canonical);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it("leaves out what is absent and refuses what JSON would lose", () => {
    expect(canonical({ a: undefined, b: 1 })).toBe('{"b":1}');
    expect(() => canonical({ a: Number.POSITIVE_INFINITY })).toThrow(/finite/);
  });
});
