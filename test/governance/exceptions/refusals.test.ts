import { describe, expect, it } from "vitest";
import { isRefusal } from "../../../src/governance/act.ts";
import { requestException } from "../../../src/governance/exceptions/ask.ts";
import type { ExceptionInput } from "../../../src/governance/exceptions/input.ts";
import { isHttpLink, isTicket } from "../../../src/governance/exceptions/problems.ts";
import { timestamp } from "../../../src/model/units.ts";
import { earlier, judged, later, noon } from "../../support/snapshots.ts";
import { alice, restricted, Scene, wanted } from "./scene.ts";

/** The fields that a request is refused for, with what is said of each. */
function refusedFor(changes: Partial<ExceptionInput>, scene = new Scene()): Record<string, string> {
  const { governance, occasion, snapshot } = scene;
  const act = requestException(governance, occasion, alice, { ...wanted, ...changes }, snapshot);
  if (!isRefusal(act)) return {};
  expect(act.refused).toBe("invalid");
  return Object.fromEntries((act.fields ?? []).map(({ field, message }) => [field, message]));
}

describe("a request", () => {
  it("is filled in with what asks for least", () => {
    const scene = new Scene();
    expect(scene.exception(scene.request()).request).toMatchObject({
      slos: [],
      change: { kinds: [] },
      start: noon,
      expiry: later("72h"),
      maxUses: 1,
      silverBullet: false,
    });
  });

  it("is kept with the names that its aliases stand for, each once", () => {
    const scene = new Scene();
    const id = scene.request({ environments: ["prod", "live", "production"] });
    expect(scene.exception(id).request.environments).toEqual(["production"]);
  });

  it("has one hash for one content, however it was written down", () => {
    const scene = new Scene();
    const hash = (changes: Partial<ExceptionInput>) => scene.exception(scene.request(changes)).requestHash;
    expect(hash({ change: { kinds: ["fix", "feature"] } })).toBe(
      hash({ change: { kinds: ["feature", "fix"] } }),
    );
    expect(hash({ risk: " Small " })).toBe(hash({}));
    expect(hash({ maxUses: 2 })).not.toBe(hash({}));
  });

  it("names every field that is wrong at once", () => {
    const all = refusedFor({
      risk: " ",
      maxUses: 0,
      evidence: ["ftp://x"],
      reason: { category: "other", text: "" },
    });
    expect(Object.keys(all).toSorted()).toEqual(["evidence.0", "maxUses", "reason.text", "risk"]);
  });
});

describe("the scope of a request", () => {
  it("is a service that is registered", () => {
    expect(refusedFor({ service: "nobody" })).toEqual({ service: 'no service is called "nobody"' });
  });

  it("is environments that it runs in, one at the least", () => {
    expect(refusedFor({ environments: ["moon"] })).toEqual({
      environments: "checkout is not in moon, only in production",
    });
    expect(refusedFor({ environments: [] })).toEqual({ environments: "name at least one of production" });
  });

  it("is SLOs that it has there and that the gate judges", () => {
    expect(refusedFor({ slos: ["checkout.nothing.production"] })).toEqual({
      slos: "checkout has no SLO checkout.nothing.production there; it has checkout.availability.production",
    });
    const scene = new Scene([restricted(), judged({ slo: { name: "shown", gate: false } })]);
    expect(refusedFor({ slos: ["checkout.shown.production"] }, scene)).toEqual({
      slos: "the gate does not judge checkout.shown.production: leave it out",
    });
  });
});

describe("the time of a request", () => {
  it("ends after it starts, and after now", () => {
    expect(refusedFor({ start: later("2h"), expiry: later("1h") })).toHaveProperty("expiry");
    expect(refusedFor({ start: later("2h"), expiry: later("2h") })).toHaveProperty("expiry");
    expect(refusedFor({ start: earlier("2h"), expiry: earlier("1h") })).toEqual({
      expiry: "is over: it is 2026-11-22 12:00 UTC now",
    });
  });

  it("is no longer than the policy allows", () => {
    expect(refusedFor({ expiry: later("72h") })).toEqual({});
    expect(refusedFor({ expiry: later("73h") })).toEqual({
      expiry: "is 3d1h after the start; the policy allows 3d",
    });
  });

  it.each([NaN, Infinity, -1, 1e300])("is a time, not %s", (moment) => {
    expect(refusedFor({ start: timestamp(moment) })).toHaveProperty("start");
    expect(refusedFor({ start: timestamp(moment), silverBullet: true })).toHaveProperty("start");
    expect(refusedFor({ expiry: timestamp(moment) })).toHaveProperty("expiry");
  });

  it("starts within a year", () => {
    expect(refusedFor({ start: later("367d") })).toHaveProperty("start");
  });
});

describe("the counts of a request", () => {
  it.each([0, -1, 1.5, NaN, Infinity, 1001])("has no maximum of %s uses", (maxUses) => {
    expect(refusedFor({ maxUses })).toHaveProperty("maxUses");
  });

  it.each([0, -0.1, 1.1, NaN])("has no budget cost of %s", (maxBudgetCost) => {
    expect(refusedFor({ maxBudgetCost })).toHaveProperty("maxBudgetCost");
  });
});

describe("the words of a request", () => {
  it("are all there, and no novel", () => {
    expect(refusedFor({ businessImpact: "", rollbackPlan: "\n" })).toEqual({
      businessImpact: "is missing: those who approve decide by it",
      rollbackPlan: "is missing: those who approve decide by it",
    });
    expect(refusedFor({ risk: "x".repeat(4001) })).toHaveProperty("risk");
    expect(refusedFor({ risk: "\ud800" })).toEqual({ risk: "is no proper text" });
  });

  it("name changes as the gate is told them", () => {
    expect(refusedFor({ change: { sha: "a b" } })).toHaveProperty(["change.sha"]);
    expect(refusedFor({ change: { repository: "../etc" } })).toHaveProperty(["change.repository"]);
    expect(refusedFor({ change: { kinds: ["party" as never] } })).toHaveProperty(["change.kinds"]);
  });
});

describe("a link", () => {
  it.each(["https://wiki.example/a?b=c#d", "http://10.0.0.1/x"])("may be %s", (link) => {
    expect(isHttpLink(link)).toBe(true);
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://x.example",
    "//x.example",
    "https://",
    "https://a b",
    "https://user:secret@x.example",
    " https://x.example",
  ])("may not be %s", (link) => {
    expect(isHttpLink(link)).toBe(false);
    expect(isTicket(link)).toBe(false);
  });

  it("of the follow-up may be the name of a ticket", () => {
    expect(isTicket("SHOP-123")).toBe(true);
    expect(refusedFor({ followUp: "SHOP-123" })).toEqual({});
    expect(refusedFor({ followUp: "javascript:x" })).toHaveProperty("followUp");
  });
});
