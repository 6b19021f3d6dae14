import { describe, expect, it } from "vitest";
import type { OverviewServiceBody, OverviewSloBody } from "../../../src/http/schemas/overview.ts";
import { suggestionsOf } from "../../../src/web/shell/suggestions.ts";

const sloOf = (id: string): OverviewSloBody => ({
  ...{ id, name: id.split(".")[1] ?? "", objective: "99.9%", window: "30d", state: "healthy" },
  ...{ partial: false, exhaustion: { kind: "never" } },
});
const row = (service: string, environment: string, ...names: readonly string[]): OverviewServiceBody => ({
  ...{ service, environment, state: "watch", owner: "team-shop", more: 0 },
  slos: names.map((name) => sloOf(`${service}.${name}.${environment}`)),
});

describe("what the search suggests", () => {
  it("is services by their name, then SLOs, then all that fit", () => {
    const found = suggestionsOf(
      " Pay ",
      [row("payments", "production", "a"), row("bookshop", "production", "pay")],
      2,
    );
    expect(found.map(({ href }) => href)).toEqual([
      "/services/payments",
      "/slos/payments.a.production",
      "/slos/bookshop.pay.production",
      "/?q=Pay",
    ]);
  });

  it("names a service of several environments once, as the worse one stands", () => {
    const items = [
      { ...row("payments", "staging"), state: "frozen" as const },
      row("payments", "production"),
    ];
    expect(suggestionsOf("pay", items, 2)).toMatchObject([
      { href: "/services/payments", what: "service, staging", state: "frozen" },
      { what: "overview" },
    ]);
  });

  it("is ten lines at most, and leaves room for every service", () => {
    const items = Array.from({ length: 8 }, (_, at) =>
      row(`pay-${at}`, "production", "a", "b", "c", "d", "e"),
    );
    const found = suggestionsOf("pay", items, 8);
    expect(found).toHaveLength(10);
    expect(found.filter(({ href }) => href.startsWith("/services/"))).toHaveLength(4);
  });

  it("says when nothing fits, and nothing while nothing is asked", () => {
    expect(suggestionsOf("x&y", [], 0)).toMatchObject([{ name: "Nothing fits “x&y”", href: "/?q=x%26y" }]);
    expect(suggestionsOf("  ", [], 0)).toEqual([]);
  });
});
