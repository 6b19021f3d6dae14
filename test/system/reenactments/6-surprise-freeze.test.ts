import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNines } from "../../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { until } from "../../../kit/until.ts";
import type { DecisionBody } from "../../../src/http/schemas/governance/decision.ts";
import type { ExceptionDetailBody } from "../../../src/http/schemas/governance/exception.ts";
import { alert } from "../../../src/model/names.ts";
import { roadSpecs } from "../histories/road.ts";
import { type Governed, type Person, startGoverned } from "../people.ts";
import { ask, sloOnce } from "../road.ts";

/**
 * Story 6: a budget spent in three weeks, and an all-or-nothing freeze that hit without warning. Four services stand
 * where that team stood in its second, third and last week, and after it.
 */
const weeks = { watchful: "watch", cautious: "caution", restricted: "restricted", frozen: "frozen" } as const;

/** Two groups for a freeze, and seconds where a team has a day to answer in. */
const policy = `---
apiVersion: nines/v1
kind: Policy
metadata: { name: graduated }
spec:
  quorum: { caution: [any], restricted: [owner, sre], frozen: [owner, sre] }
  exceptions: { answerWithin: 8s, escalateTo: [director] }
`;

const slos = temporaryFolder("surprise-freeze");
let of: Governed;
let dev: Person;
let owner: Person;
let sre: Person;
let director: Person;
let ci: Person;

beforeAll(async () => {
  mkdirSync(slos, { recursive: true });
  const written = readFileSync(join(roadSpecs, "road.yaml"), "utf8");
  writeFileSync(
    join(slos, "road.yaml"),
    written.replace("window: 30d }", "window: 30d, policy: graduated }"),
  );
  writeFileSync(join(slos, "policy.yaml"), policy);
  of = await startGoverned(slos);
  dev = await of.person("dev@example.org", ["requester", "approver"], ["team-road"], ["frozen"]);
  owner = await of.person("owner@example.org", ["approver"], ["team-road"]);
  sre = await of.person("sre@example.org", ["approver"], ["sre"]);
  director = await of.person("director@example.org", ["approver"], ["director"]);
  ci = await of.person("deploy-bot", ["machine"], [], ["frozen"]);
  await Promise.all(
    Object.entries(weeks).map(([service, state]) =>
      sloOnce(of.nines, service, (slo) => slo.state === state, `is ${state}`),
    ),
  );
}, 300_000);
afterAll(async () => {
  await of.stop();
  removeFolder(slos);
});

const gate = (service: string, change: string) =>
  ask(of.nines, `service=${service}&environment=production&change=${change}`);

interface Entries {
  items: { seq: number; subject: string; payload: { to: string }; sentence: string }[];
}

/** How often each service was said to have come into the state that it is in. */
async function told(): Promise<Record<string, number>> {
  const { body } = await of.admin.get<Entries>("/api/v1/journal?kind=state-transition&limit=1000");
  return Object.fromEntries(
    Object.entries(weeks).map(([service, state]) => [
      service,
      body.items.filter(({ subject, payload }) => subject.startsWith(`${service}.`) && payload.to === state)
        .length,
    ]),
  );
}

describe("before the freeze", () => {
  it("every step is told once, and a restart tells none again", async () => {
    const once = { watchful: 1, cautious: 1, restricted: 1, frozen: 1 };
    expect(await told()).toEqual(once);
    await of.restart();
    await Promise.all(
      Object.entries(weeks).map(([service, state]) =>
        sloOnce(of.nines, service, (slo) => slo.state === state, `is still ${state}`),
      ),
    );
    expect(await told()).toEqual(once);
  });

  it.each(Object.entries(weeks))("an alert told the team as well: %s is %s", async (service, state) => {
    const told = await sloOnce(
      of.nines,
      service,
      ({ firing }) => firing.some((each) => each.alertname === alert.consumed && each.state === state),
      `has its ${state} alert`,
    );
    const severity = ["restricted", "frozen"].includes(state) ? "ticket" : "info";
    expect(told.firing).toContainEqual(expect.objectContaining({ state, severity }));
  });

  it.each([
    ["watchful", { feature: "allow", config: "allow", fix: "allow", rollback: "allow" }],
    ["cautious", { feature: "warn", config: "warn", fix: "warn", rollback: "allow" }],
    ["restricted", { feature: "needs_exception", config: "allow", fix: "allow", rollback: "allow" }],
    ["frozen", { feature: "needs_exception", config: "needs_exception", fix: "warn", rollback: "allow" }],
  ])("the gate closes by degrees: %s", async (service, expected) => {
    const changes = Object.keys(expected);
    const verdicts = await Promise.all(changes.map((change) => gate(service, change)));
    expect(Object.fromEntries(verdicts.map(({ change, decision }) => [change, decision]))).toEqual(expected);
  });

  it("the refusal says how much is spent, by which rule, and what may go out instead", async () => {
    const { reasons, allowedNow } = await gate("frozen", "feature");
    expect(reasons[0]?.sentence).toMatch(
      /^1[23]\d % of the 30d budget is spent; rule 5: frozen → needs_exception/,
    );
    expect(allowedNow).toEqual(["fix", "security", "rollback"]);
  });
});

const request = (sha: string) => ({
  service: "frozen",
  environments: ["production"],
  change: { sha },
  reason: { category: "customer-commitment", text: "promised for today" },
  businessImpact: "the customer waits",
  risk: "one more deploy",
  rollbackPlan: "redeploy the former commit",
});

const asked = async (sha: string): Promise<ExceptionDetailBody> => {
  const { status, body } = await dev.post<ExceptionDetailBody>("/api/v1/exceptions", request(sha));
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
};

const approve = (who: Person, { id, requestHash }: ExceptionDetailBody) =>
  who.post<ExceptionDetailBody & { code?: string }>(`/api/v1/exceptions/${id}/approve`, { requestHash });

const deploy = (sha: string) =>
  ci.post<DecisionBody>("/api/v1/gate/decisions", {
    ...{ service: "frozen", environment: "production", change: "feature", sha },
  });

describe("in the freeze, there is a formal way out", () => {
  it("asked for and approved by two people of two groups, for one commit, once", async () => {
    const exception = await asked("aaaa111");
    expect(exception).toMatchObject({ state: "pending", quorum: { missing: ["team-road", "sre"] } });
    expect((await deploy("aaaa111")).body.decision).toBe("needs_exception");
    expect((await approve(dev, exception)).body.code).toBe("own-request");
    expect((await approve(owner, exception)).body.state).toBe("pending");
    expect((await approve(director, exception)).body.code).toBe("not-in-quorum");
    expect((await approve(sre, exception)).body.state).toBe("active");
    const first = await deploy("aaaa111");
    expect(first.body).toMatchObject({ allowed: true, repeated: false });
    expect((await deploy("aaaa111")).body).toMatchObject({
      allowed: true,
      repeated: true,
      id: first.body.id,
    });
    expect((await deploy("bbbb222")).body).toMatchObject({ allowed: false, decision: "needs_exception" });
    const { body } = await dev.get<ExceptionDetailBody>(`/api/v1/exceptions/${exception.id}`);
    expect(body).toMatchObject({ state: "consumed", usesLeft: 0, uses: [{ sha: "aaaa111" }] });
  });

  it("and in the terminal: who still has to approve, until when, with the command for them", async () => {
    const environment = { NINES_SERVER: of.nines.url, NINES_TOKEN: dev.token };
    const { output, exitCode } = await runNines(
      [
        ...["exception", "request", "--service", "frozen", "--environment", "prod", "--sha", "cccc333"],
        ...["--category", "legal", "--reason", "the law changes", "--impact", "fines", "--risk", "little"],
        ...["--rollback", "redeploy"],
      ],
      { env: environment },
    );
    expect(exitCode, output).toBe(0);
    const id = /ex-[0-9a-z]+/.exec(output)?.[0] ?? "";
    expect(output).toMatch(/waits for team-road and sre/);
    expect(output.split("\n").filter((line) => Array.from(line).length > 80)).toEqual([]);
    const [, hash = ""] = /nines exception approve ex-[0-9a-z]+ --hash ([0-9a-f]+)/.exec(output) ?? [];
    const approved = await runNines(["exception", "approve", id, "--hash", hash], {
      env: { ...environment, NINES_TOKEN: owner.token },
    });
    expect(approved.output).toMatch(/waits for sre/);
    expect(approved.output).toMatch(/owner@example\.org approved for team-road/);
  });

  it("silence is escalated to the next group, who may sit in; and ends in denial, never in consent", async () => {
    const [heard, unheard] = await Promise.all([asked("dddd444"), asked("eeee555")]);
    const now = async ({ id }: ExceptionDetailBody) =>
      (await dev.get<ExceptionDetailBody>(`/api/v1/exceptions/${id}`)).body;
    await until(async () => (await now(heard)).escalated !== undefined, { what: "an escalation" });
    expect((await now(heard)).escalated?.to).toEqual(["director"]);
    expect((await approve(director, heard)).body.state).toBe("escalated");
    expect((await approve(owner, heard)).body.state).toBe("active");
    const denied = await until(
      async () => {
        const body = await now(unheard);
        return body.ended === undefined ? undefined : body;
      },
      { what: "a denial for want of an answer" },
    );
    expect(denied.state).toBe("denied");
    expect(denied.history?.map(({ kind }) => kind)).toEqual([
      "exception-requested",
      "exception-reminded",
      "exception-escalated",
      "exception-denied",
    ]);
    expect((await deploy("eeee555")).body.allowed).toBe(false);
  });
});
