import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { until } from "../../../kit/until.ts";
import type { SloListBody } from "../../../src/http/schemas/slo.ts";
import type { VerdictBody } from "../../../src/http/schemas/verdict.ts";
import { plannedSpecs } from "../histories/corrections.ts";
import { startStaffed, type Staffed } from "./people.ts";

/** What git says of the planned service: its first SLO alone, judged as recorded, and one that is always well. */
const folder = temporaryFolder("promises");
const slos = join(folder, "slos");
mkdirSync(slos);
const whole = readFileSync(join(plannedSpecs, "planned.yaml"), "utf8").replace(
  "judge: adjusted",
  "judge: raw",
);
const [promise = "", ...others] = whole.split(/^ {4}# nines-ignore.*$/m).slice(1);
const head = whole.slice(0, whole.indexOf("    # nines-ignore"));
const calm = others[0]?.replace("99.7%", "50%") ?? "";
const git = (availability: string): void =>
  writeFileSync(join(slos, "planned.yaml"), `${head}${availability}${calm}`);

let staff: Staffed;
let approvers: readonly string[];
beforeAll(async () => {
  git(promise);
  staff = await startStaffed(slos);
  approvers = [await staff.hire("bob", "team-planned"), await staff.hire("carol", "sre")];
  // Alone, this file has to wait for Prometheus' first evaluation of every group: longer than a test may take.
  await statesOnce({ availability: "frozen", regions: "healthy" });
}, 300_000);
afterAll(async () => {
  await staff.stop();
  removeFolder(folder);
});

const gate = () => staff.get<VerdictBody>("/gate?service=planned&environment=production&change=feature");
const gateOnce = (holds: (verdict: VerdictBody) => boolean, what: string) =>
  until(
    async () => {
      const verdict = await gate();
      return holds(verdict) ? verdict : undefined;
    },
    { what: `the gate ${what}`, timeout: 240_000 },
  );
const isHeldBy = (verdict: VerdictBody) => verdict.reasons.some(({ kind }) => kind === "loosening");
/** The state of each SLO by its name, once they are so. */
const statesOnce = (wanted: Readonly<Record<string, string>>) =>
  until(
    async () => {
      const { items } = await staff.get<SloListBody>("/slos?service=planned");
      const states = Object.fromEntries(items.map(({ name, state }) => [name, state]));
      return isDeepStrictEqual(states, wanted) ? states : undefined;
    },
    { what: `states are ${JSON.stringify(wanted)}`, timeout: 240_000 },
  );

/** Every easier promise that was journalled, held or not. */
const journalled = async () =>
  (await staff.get<{ items: readonly { id: string; slo: string }[] }>("/loosenings")).items.map(
    ({ id }) => id,
  );

describe("a promise that git makes easier while its budget is gone", () => {
  it("by deletion holds the gate as before, until git promises it again", async () => {
    await statesOnce({ availability: "frozen", regions: "healthy" });
    expect(await gate()).toMatchObject({ decision: "needs_exception" });
    git("");
    const verdict = await gateOnce(isHeldBy, "goes by the former standing");
    expect(verdict).toMatchObject({ decision: "needs_exception", allowed: false });
    await statesOnce({ regions: "healthy" });
    expect(await gate()).toMatchObject({ decision: "needs_exception", state: "frozen" });
    expect(staff.nines().log()).toMatch(
      /the promise of planned.availability.production was made easier \(deleted\)/,
    );
    git(promise);
    await gateOnce((one) => !isHeldBy(one), "goes by what git promises");
    await statesOnce({ availability: "frozen", regions: "healthy" });
    expect(await gate()).toMatchObject({
      decision: "needs_exception",
      reasons: [{ kind: "slo", state: "frozen" }, {}],
    });
  });

  it("by a lower objective is held through restarts, and journalled once", async () => {
    git(promise.replace("99.7%", "90%"));
    await gateOnce(isHeldBy, "goes by the former standing");
    await statesOnce({ availability: "healthy", regions: "healthy" });
    expect(isHeldBy(await gate())).toBe(true);
    const before = await journalled();
    await staff.restart();
    const verdict = await gateOnce(isHeldBy, "still goes by the former standing");
    expect(verdict.reasons[0]).toMatchObject({
      kind: "loosening",
      slo: "planned.availability.production",
      state: "frozen",
    });
    expect(await journalled()).toEqual(before);
    expect(before).toHaveLength(2);
  });

  it("counts once its quorum has approved, and stays accepted", async () => {
    const { reasons } = await gateOnce(isHeldBy, "is held");
    const id = reasons[0]!.loosening!;
    await staff.post(`/loosenings/${id}/approve`, approvers[0]!, {});
    expect(isHeldBy(await gate())).toBe(true);
    await staff.post(`/loosenings/${id}/approve`, approvers[1]!, {});
    expect(await gateOnce(({ allowed }) => allowed, "is open")).toMatchObject({ decision: "allow" });
    await staff.restart();
    expect(await gateOnce(({ state }) => state === "healthy", "is open still")).toMatchObject({
      decision: "allow",
    });
  });
});
