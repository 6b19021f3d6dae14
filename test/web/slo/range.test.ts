import { describe, expect, it } from "vitest";
import { historyPath, rangeFrom, zoomed } from "../../../src/web/pages/slo/range.ts";
import { markHref, sourceHref } from "../../../src/web/pages/slo/marks.ts";

const from = "2026-11-20T00:00:00.000Z";
const to = "2026-11-21T00:00:00.000Z";
const read = (query: string) => rangeFrom(new URLSearchParams(query));

describe("the stretch that the charts show", () => {
  it("stands in the address: the last so long, or from a moment to another", () => {
    expect(read("range=7d")).toEqual({ over: "7d" });
    expect(read(`from=${from}&to=${to}`)).toEqual({ from, to });
  });

  it("is the whole window where the address says nothing that makes sense", () => {
    for (const query of ["", "range=long", `from=${from}`, `from=${to}&to=${from}`, "from=x&to=y"])
      expect(read(query)).toEqual({});
  });

  it("is asked of the server as it stands, and of one group where one is looked at", () => {
    expect(historyPath("a.b.c", {})).toBe("/api/v1/slos/a.b.c/history");
    expect(historyPath("a.b.c", { over: "7d" }, { region: "<eu>" })).toBe(
      "/api/v1/slos/a.b.c/history?over=7d&group.region=%3Ceu%3E",
    );
  });

  it("comes of a drag in whole minutes, outwards", () => {
    const start = Date.parse(from) / 1_000;
    expect(zoomed(start + 10, start + 70)).toEqual({
      range: "",
      from,
      to: "2026-11-20T00:02:00.000Z",
    });
  });
});

describe("where one reads on about a mark", () => {
  const slo = { id: "checkout.availability.production", service: "checkout" };

  it("is its own page, or what the API tells of it", () => {
    expect(sourceHref("incident", "inc-1", slo)).toBe("/incidents/inc-1");
    expect(sourceHref("deployment", "dp-1", slo)).toBe("/services/checkout?deployment=dp-1");
    expect(sourceHref("dependency", "payments", slo)).toBe("/services/payments");
    expect(markHref({ kind: "correction", id: "co-1", title: "", from }, slo)).toBe(
      "/api/v1/corrections/co-1",
    );
    expect(markHref({ kind: "alert", title: "", from }, slo)).toBe(`/alerts?slo=${slo.id}`);
  });

  it("is nowhere for a change that has no record of its own", () => {
    expect(markHref({ kind: "spec-change", title: "objective 99% → 99.9%", from }, slo)).toBeUndefined();
  });
});
