import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ExceptionDetailBody } from "../../../src/http/schemas/governance/exception.ts";
import type { WindowDetailBody } from "../../../src/http/schemas/governance/window.ts";
import * as exceptions from "../../../src/web/pages/asking/exception-said.ts";
import { keptMoment, localMinute, percentText, shareOf } from "../../../src/web/pages/asking/read.ts";
import * as windows from "../../../src/web/pages/asking/window-said.ts";
import { governedApp, request } from "../../http/governance/world.ts";

const window = {
  kind: "maintenance",
  ...{ title: "database upgrade", reason: "CHG-1234", service: "checkout", environments: ["production"] },
  schedule: { kind: "once", from: "2026-11-22T13:00:07Z", to: "2026-11-22T15:00:00.5Z" },
};
const weekly = {
  ...{ kind: "recurring", rrule: "FREQ=WEEKLY", start: "2026-11-29T02:00", timeZone: "Europe/Berlin" },
  length: "90m",
};
const whole = {
  ...{ slos: ["checkout.availability.production"], maxUses: 3, maxBudgetCost: 0.0255 },
  change: { sha: "4f2a91c", repository: "shop/checkout", kinds: ["fix", "feature"] },
  evidence: ["https://wiki.example/a,b", "https://wiki.example/c"],
  followUp: "https://tickets.example/7",
};

/** What somebody asked for, sent back as the form sends it when nothing was typed. */
async function savedAsItIs<Body extends { id: string }>(
  collection: "exceptions" | "windows",
  asked: object,
  edit: (body: Body) => object,
) {
  const of = await governedApp();
  const made = (await of.as("alice").post(`/api/v1/${collection}`, asked)).body as Body;
  const answer = await of.as("alice").put(`/api/v1/${collection}/${made.id}`, edit(made));
  return { made, answer };
}

describe("a form filled with what was asked for, and saved as it is,", () => {
  it.each([
    ["in few words", {}],
    ["in all its parts", whole],
    ["for any kind of change", { change: { kinds: [] } }],
  ])("leaves an exception %s as it was, and its approvals with it", async (_how, changes) => {
    const { made, answer } = await savedAsItIs<ExceptionDetailBody>("exceptions", request(changes), (body) =>
      exceptions.editOf(exceptions.saidOf(body), body),
    );
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toEqual(made);
  });

  it.each([
    ["to the second", {}],
    ["that spares the budget", { acts: { alerts: false, budget: "drop", gate: "closed" } }],
    ["that recurs", { schedule: weekly }],
    ["that recurs by a rule of one's own", { schedule: { ...weekly, rrule: "FREQ=MONTHLY;BYDAY=1SU" } }],
  ])("leaves a window %s as it was, and its approvals with it", async (_how, changes) => {
    const { made, answer } = await savedAsItIs<WindowDetailBody>(
      "windows",
      { ...window, ...changes },
      (body) => windows.editOf(windows.saidOf(body), body),
    );
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toEqual(made);
  });
});

describe("a form filled with what was asked for, and changed,", () => {
  it("changes what was typed, and nothing else", async () => {
    const { made, answer } = await savedAsItIs<ExceptionDetailBody>("exceptions", request(whole), (body) =>
      exceptions.editOf({ ...exceptions.saidOf(body), risk: "none to speak of", maxUses: "1" }, body),
    );
    const { requestHash: _, history: _also, ...same } = made;
    expect(answer.body).toMatchObject({ ...same, risk: "none to speak of", maxUses: 1, usesLeft: 1 });
  });
});

describe("what stands in a form", () => {
  it("is the moment that was read, to the last digit, until somebody types another", () => {
    const moments = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(moments, (at) => {
        expect(keptMoment(localMinute(at), at.toISOString())).toBe(at.toISOString());
      }),
    );
    const typed = keptMoment("2026-11-22T13:01", "2026-11-22T13:00:07Z");
    expect(localMinute(new Date(typed))).toBe("2026-11-22T13:01");
  });

  it("is a share that can be read again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (n) => {
        expect(shareOf(percentText(n / 100_000))).toBeCloseTo(n / 100_000, 9);
      }),
    );
  });
});
