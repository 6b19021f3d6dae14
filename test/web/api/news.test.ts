import { describe, expect, it, vi } from "vitest";
import { concerns, onNews, tellNews } from "../../../src/web/api/news.ts";

describe("news", () => {
  it("reach whoever cares about their topic, by its name or by what it begins with", () => {
    expect(concerns({ topic: "incident-noted" }, ["incident"])).toBe(true);
    expect(concerns({ topic: "incident-noted" }, ["incident-noted"])).toBe(true);
    expect(concerns({ topic: "incident-noted" }, ["cycle", "incident-closed"])).toBe(false);
    expect(concerns({ topic: "cycle" }, ["cycle"])).toBe(true);
  });

  it("of cycles and of what people do reach those who name nothing; what machines do all the time does not", () => {
    for (const topic of ["cycle", "exception-approved", "incident-opened", "state-transition"])
      expect(concerns({ topic })).toBe(true);
    for (const topic of ["gate-decision", "act-answered", "notice-delivered"])
      expect(concerns({ topic })).toBe(false);
    expect(concerns({ topic: "gate-decision" }, ["gate-decision"])).toBe(true);
  });

  it("that nobody could hear are told to everybody, and to nobody who has gone", () => {
    const [slo, gate] = [vi.fn(), vi.fn()];
    const gone = onNews(slo, ["cycle"]);
    onNews(gate, ["gate-decision"]);
    tellNews({ topic: "cycle" });
    expect([slo.mock.calls.length, gate.mock.calls.length]).toEqual([1, 0]);
    tellNews();
    gone();
    tellNews();
    expect([slo.mock.calls.length, gate.mock.calls.length]).toEqual([2, 2]);
  });
});
