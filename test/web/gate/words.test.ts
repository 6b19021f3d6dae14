import { describe, expect, it } from "vitest";
import { approvalWords, basedOn, decidedBy, nextStep } from "../../../src/web/pages/gate/words.ts";

type Reason = Parameters<typeof basedOn>[0][number];
const reason = (changes: Partial<Reason>): Reason => ({
  ...{ kind: "slo", state: "frozen", decision: "needs_exception", sentence: "" },
  ...changes,
});

describe("the words of a verdict", () => {
  it("name whose approval an exception needs", () => {
    const approval = (seats: { seat: string; group?: string }[]) =>
      approvalWords({ state: "frozen", policy: "default", seats });
    expect(
      approval([
        { seat: "owner", group: "team-shop" },
        { seat: "sre", group: "sre" },
      ]),
    ).toBe("approval from owner (team-shop) and sre");
    expect(approval([{ seat: "any" }])).toBe("approval from any");
  });

  it("name the policy and the rule of the reason that decides", () => {
    const reasons = [
      reason({ decision: "allow", policy: "lenient", rule: 1, ruleText: "anything else → allow" }),
      reason({ policy: "default", rule: 6, ruleText: "restricted + feature → needs_exception" }),
    ];
    expect(decidedBy({ reasons, decision: "needs_exception" })).toBe(
      "decided by policy default, rule 6: restricted + feature → needs_exception",
    );
    expect(decidedBy({ reasons, decision: "deny" })).toBeUndefined();
  });

  it("say how old the oldest data behind it is", () => {
    expect(basedOn([reason({ dataAgeSeconds: 40 }), reason({ dataAgeSeconds: 95 })])).toBe(
      "data 1 m 35 s old",
    );
    expect(basedOn([reason({})])).toBe("no data behind it");
  });

  it("say what to do next, and ask for a name where there is none", () => {
    const held = { decision: "needs_exception", allowedNow: ["fix"] } as const;
    expect(nextStep({ ...held, allowedNow: ["fix"] })).toContain("Name the change by its sha");
    expect(nextStep({ ...held, allowedNow: ["fix"], sha: "4f2a91c" })).toBe(
      "Request an exception, or wait until the budget recovers. Or send what is allowed now: fix.",
    );
    expect(nextStep({ decision: "allow", allowedNow: [] })).toContain("deploy");
  });
});
