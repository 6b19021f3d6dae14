import { describe, expect, it } from "vitest";
import { frame, type View } from "../../../demo/screen/frame.ts";
import type { Notice } from "../../../demo/stack/pager.ts";
import { plainInk } from "../../../src/cli/terminal/ink.ts";

const calm: View = {
  running: 62,
  addresses: [{ name: "nines", url: "http://127.0.0.1:8090", note: "" }],
  status: ["● 5 healthy"],
  gate: [],
  notices: [],
  events: [],
  hints: ["./bin/nines status"],
};
const shown = (view: Partial<View>): string => frame(plainInk, { ...calm, ...view }).join("\n");
const notice = (severity: string, more: Partial<Notice> = {}): Notice => ({
  at: Date.UTC(2026, 10, 22, 14, 2, 31) / 1_000,
  receiver: `team-shop-${severity}`,
  status: "firing",
  labels: {
    alertname: "ErrorBudgetBurn",
    severity,
    tier: "fast",
    slo_id: "checkout.availability.production",
  },
  ...more,
});

describe("a picture of the demo", () => {
  it("begins with how long it has run and how it ends", () => {
    expect(shown({})).toMatch(/^nines demo {3}up 1 m 2 s · Ctrl-C ends it\n\n● 5 healthy/);
    expect(shown({ left: 28 })).toContain("ends in 28 s");
  });

  it("says what the gate answers, and why", () => {
    const gate = [{ service: "search", decision: "allow", state: "healthy", sentence: "rule 8" }] as const;
    expect(shown({ gate })).toContain("search  ● healthy  allowed  rule 8");
  });

  it("shows a page with its time, what rang, and at whom", () => {
    expect(shown({ notices: [notice("page")] })).toContain(
      "14:02:31 UTC  ▲ page  ErrorBudgetBurn fast checkout.availability.production  → team-shop-page",
    );
  });

  it("puts pages before tickets before news, and counts what it leaves out", () => {
    const notices = [notice("info"), ...Array.from({ length: 6 }, () => notice("ticket")), notice("page")];
    const rows = shown({ notices })
      .split("\n")
      .filter((line) => / 14:02:31 UTC /.test(line));
    expect(rows).toHaveLength(6);
    expect(rows[0]).toContain("▲ page");
    expect(rows.join()).not.toContain("info");
    expect(shown({ notices })).toContain("and 2 more");
  });

  it("tells a resolved page from one that rings", () => {
    expect(shown({ notices: [notice("page", { status: "resolved" })] })).toMatch(/△ page .*\(resolved\)/);
  });

  it("says what happened to Prometheus only when something did", () => {
    expect(shown({})).not.toContain("What happened");
    expect(shown({ events: ["Prometheus is back"] })).toContain("What happened\n  Prometheus is back");
  });
});
