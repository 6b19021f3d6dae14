import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { answerReader } from "../../src/prometheus/answers.ts";
import type { Answer } from "../../src/query/port.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Reads a body that arrives cut at these places. */
function read(body: unknown, cuts: readonly number[] = []) {
  const whole = bytes(typeof body === "string" ? body : JSON.stringify(body));
  const reader = answerReader();
  const places = [...new Set([0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length])].sort(
    (a, b) => a - b,
  );
  for (const [n, place] of places.slice(1).entries()) reader.push(whole.subarray(places[n], place));
  return reader.end();
}

const success = (resultType: string, result: unknown, more: object = {}) => ({
  status: "success",
  data: { resultType, result },
  ...more,
});

const nasty = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom('"', "\\", "}]", '{"', "[[[", "ü", "😀", ""),
);
const element = fc.record({
  metric: fc.dictionary(nasty, nasty, { maxKeys: 4 }),
  value: fc.tuple(fc.integer(), fc.constantFrom("1", "0.25", "1e-7", "NaN", "+Inf", "-Inf")),
});

describe("an answer that arrives in pieces", () => {
  it("reads the same wherever the network cut it", () => {
    fc.assert(
      fc.property(
        fc.array(element, { maxLength: 8 }),
        fc.array(fc.nat()),
        fc.boolean(),
        (result, cuts, late) => {
          const body = late
            ? { warnings: ["[{"], ...success("vector", result) }
            : success("vector", result, { warnings: ["}]"] });
          const { answer } = read(body, cuts) as { answer: Extract<Answer, { kind: "vector" }> };
          expect(answer.samples.map(({ labels }) => labels)).toEqual(
            result.map(({ metric }) => JSON.parse(JSON.stringify(metric)) as object),
          );
          const expected = { NaN: NaN, "+Inf": Infinity, "-Inf": -Infinity } as Record<string, number>;
          expect(answer.samples.map(({ value }) => value)).toEqual(
            result.map(({ value: [, text] }) => expected[text] ?? Number(text)),
          );
          expect(answer.warnings).toEqual([late ? "[{" : "}]"]);
        },
      ),
    );
  });

  it("reads the same byte by byte", () => {
    const body = success("vector", [
      { metric: { job: 'a"\\{[' }, value: [1, "2"] },
      { metric: { job: "ö" }, value: [1, "+Inf"] },
    ]);
    const everywhere = Array.from({ length: 400 }, (_, n) => n);
    expect(read(body, everywhere)).toEqual(read(body));
  });

  it("keeps ranges as points", () => {
    const body = success("matrix", [{ metric: { a: "b" }, values: [[1, "2"], [61.5, "-Inf"]] }]); // prettier-ignore
    const points = [[1, 2], [61.5, -Infinity]]; // prettier-ignore
    expect(read(body, [70, 80]).answer).toEqual({
      kind: "matrix",
      series: [{ labels: { a: "b" }, points }],
      warnings: [],
    });
  });

  it("keeps a scalar, NaN included", () => {
    expect(read(success("scalar", [1, "1700000000.25"])).answer).toMatchObject({
      kind: "scalar",
      value: 1700000000.25,
    });
    expect(read(success("scalar", [1, "NaN"])).answer).toMatchObject({ value: Number.NaN });
  });

  it("is empty when nothing matched", () => {
    expect(read(success("vector", []), [30]).answer).toEqual({ kind: "vector", samples: [], warnings: [] });
  });

  it("says how many native histograms it left out instead of failing on them", () => {
    const histogram = { metric: {}, histogram: [1, { count: "2", sum: "1", buckets: [[0, "0", "1", "2"]] }] };
    const { answer } = read(success("vector", [histogram, { metric: {}, value: [1, "2"] }]));
    expect(answer).toMatchObject({ samples: [{ value: 2 }] });
    expect(answer!.warnings).toEqual([expect.stringMatching(/^1 native histogram samples were left out/)]);
  });

  it("hands on Prometheus' own error", () => {
    const body = { status: "error", errorType: "bad_data", error: 'parse error: unexpected "}"' };
    const { envelope, answer } = read(body, [9]);
    expect(answer).toBeUndefined();
    expect(envelope).toMatchObject({ errorType: "bad_data", error: 'parse error: unexpected "}"' });
  });

  it.each([
    "",
    "<html>sign in</html>",
    '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},',
  ])("does not take %j for an answer", (body) => expect(() => read(body)).toThrow(SyntaxError));

  it("does not collect a megabyte of something else", () => {
    const reader = answerReader();
    const piece = bytes("x".repeat(100_000));
    expect(() => Array.from({ length: 12 }, () => reader.push(piece))).toThrow(/not one of Prometheus' API/);
  });
});

describe("a big answer", () => {
  const piece = 65_536;
  const rows = Array.from({ length: 20_000 }, (_, n) => ({
    metric: { slo_id: `service-${n}.availability.production`, slo_service: `service-${n}` },
    value: [1_700_000_000, "0.0012345"],
  }));
  const body = bytes(JSON.stringify(success("vector", rows)));
  const pieces = Array.from({ length: Math.ceil(body.length / piece) }, (_, n) =>
    body.subarray(n * piece, (n + 1) * piece),
  );

  it("is parsed as it arrives, never more at once than a piece and what the one before left over", () => {
    const parse = vi.spyOn(JSON, "parse");
    onTestFinished(() => parse.mockRestore());
    const reader = answerReader();
    const parsedBy = pieces.map((bytes) => {
      reader.push(bytes);
      return parse.mock.calls.length;
    });
    expect(parsedBy).toEqual(pieces.map((_, n) => n + 1));
    const sizes = parse.mock.calls.map(([text]) => text.length);
    expect(Math.max(...sizes)).toBeLessThan(2 * piece);
    const answer = reader.end().answer as Extract<Answer, { kind: "vector" }>;
    expect(answer.samples).toHaveLength(rows.length);
    expect(answer.samples.at(-1)!.labels.slo_service).toBe("service-19999");
  });
});
