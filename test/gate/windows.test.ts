import { describe, expect, it } from "vitest";
import type { Requirement } from "../../src/governance/exceptions/request.ts";
import type { WindowRequest } from "../../src/governance/windows/window.ts";
import { changeKinds } from "../../src/model/policy.ts";
import { approved, dora, frozen, olga, restricted, sam, Scene } from "../governance/exceptions/scene.ts";
import { judged, later, noon } from "../support/snapshots.ts";

const seats: Requirement = {
  state: "restricted",
  seats: ["owner", "sre"],
  policy: "default",
  policyHash: "abcd1234",
};

const requestOf = (changes: Partial<WindowRequest>): WindowRequest => ({
  kind: "maintenance",
  title: "database upgrade",
  reason: "version 15 is out of support",
  service: "checkout",
  slos: [],
  environments: ["production"],
  group: {},
  schedule: { kind: "once", from: noon, to: later("2h") },
  acts: { alerts: true, budget: "count", gate: "open" },
  ...changes,
});

/** A window that owner and SRE have approved where it opens the gate. */
function windowed(scene: Scene, changes: Partial<WindowRequest> = {}, approvers = [olga, sam]): void {
  const request = requestOf(changes);
  const at = scene.now;
  const opens = request.acts.gate === "open";
  const payload = { request, requestHash: "h", ...(opens && { requirement: seats }) };
  scene.append([{ at, actor: "alice@example.org", kind: "window-created", subject: "wi-1", payload }]);
  for (const [index, { subject: actor, groups }] of (opens ? approvers : []).entries())
    scene.append([
      {
        at,
        actor,
        kind: "window-approved",
        subject: "wi-1",
        payload: { requestHash: "h", group: groups[0] ?? "", complete: index === 1 },
      },
    ]);
}

const closed: Partial<WindowRequest> = { acts: { alerts: false, budget: "count", gate: "closed" } };

describe("an open window", () => {
  it("lets what would be held pass with a warning while it runs, and says so", () => {
    const scene = new Scene();
    windowed(scene);
    const verdict = scene.ask();
    expect(verdict).toMatchObject({ decision: "warn", reasons: [{ kind: "slo", window: "wi-1" }] });
    expect(verdict.reasons[0]?.sentence).toMatch(
      /needs_exception; the window "database upgrade" \(wi-1\) lets it pass until 2026-11-22 14:00 UTC$/,
    );
    scene.wait("2h");
    expect(scene.ask().decision).toBe("needs_exception");
  });

  it("lets pass what is denied, too", () => {
    const scene = new Scene([restricted({ fastBurn: true })]);
    windowed(scene);
    expect(scene.ask().decision).toBe("warn");
  });

  it("spends no exception", () => {
    const { scene, id } = approved();
    windowed(scene);
    expect(scene.post().verdict.exceptions).toBeUndefined();
    expect(scene.exception(id).uses).toEqual([]);
  });

  it("opens nothing before it begins, and the verdict holds no longer than until then", () => {
    const scene = new Scene();
    windowed(scene, { schedule: { kind: "once", from: later("30s"), to: later("2h") } });
    expect(scene.ask()).toMatchObject({ decision: "needs_exception", validUntil: later("30s") });
  });

  it("opens nothing without its quorum, nor in a state that asks for more than approved it", () => {
    const half = new Scene();
    windowed(half, {}, [olga]);
    expect(half.ask().allowed).toBe(false);
    const scene = new Scene();
    windowed(scene);
    expect(scene.find([frozen()]).ask().allowed).toBe(false);
  });

  it("of a known issue never opens the gate", () => {
    const scene = new Scene();
    windowed(scene, { kind: "known-issue" });
    expect(scene.ask().allowed).toBe(false);
  });

  it("opens for the SLOs and places that it names", () => {
    const slos = [restricted(), restricted({ slo: { name: "latency" } })];
    const some = new Scene(slos);
    windowed(some, { slos: ["checkout.latency.production"] });
    expect(some.ask().reasons.map(({ slo, decision }) => [slo, decision])).toEqual([
      ["checkout.availability.production", "needs_exception"],
      ["checkout.latency.production", "warn"],
    ]);
    const elsewhere = new Scene();
    windowed(elsewhere, { environments: ["staging"] });
    expect(elsewhere.ask().allowed).toBe(false);
  });

  it("of one group opens only what is asked for that group", () => {
    const grouped = judged({
      slo: { groupBy: ["region"] },
      groups: [
        { group: { region: "eu" }, consumed: 1.2, state: "restricted" },
        { group: { region: "us" }, consumed: 0.95 },
      ],
    });
    const scene = new Scene([grouped]);
    windowed(scene, { group: { region: "eu" } });
    expect(scene.ask({ group: { region: "eu" } }).allowed).toBe(true);
    expect(scene.ask({ group: { region: "us" } }).allowed).toBe(false);
    expect(scene.ask().allowed).toBe(false);
  });

  it("comes again as its calendar says", () => {
    const scene = new Scene();
    const schedule = {
      kind: "recurring",
      rrule: "FREQ=DAILY",
      start: "2026-11-01T13:00",
      timeZone: "Europe/Berlin",
      length: later("1h", noon) - noon,
    } as WindowRequest["schedule"];
    windowed(scene, { schedule });
    expect(scene.ask().allowed).toBe(true);
    expect(scene.wait("61m").find([restricted()]).ask().allowed).toBe(false);
    expect(scene.wait("23h").find([restricted()]).ask().allowed).toBe(true);
  });
});

describe("a closed window", () => {
  it("denies everything but rollbacks and security fixes, whatever the budget", () => {
    const scene = new Scene([judged({ consumed: 0.1 })]);
    windowed(scene, closed);
    expect(scene.ask()).toMatchObject({
      decision: "deny",
      state: "healthy",
      allowedNow: ["security", "rollback"],
      reasons: [{ kind: "window", window: "wi-1" }, { kind: "slo" }],
    });
    const open = changeKinds.filter((change) => scene.ask({ change }).allowed);
    expect(open).toEqual(["security", "rollback"]);
  });

  it("is opened by no exception, only by a broken glass", () => {
    const { scene } = approved();
    windowed(scene, closed);
    expect(scene.ask().decision).toBe("deny");
    scene.breakGlass();
    expect(scene.ask().decision).toBe("warn");
  });

  it("of one group closes for changes that may go to it", () => {
    const scene = new Scene([judged({ consumed: 0.1 })]);
    windowed(scene, { ...closed, group: { region: "eu" } });
    expect(scene.ask().allowed).toBe(false);
    expect(scene.ask({ group: { region: "eu" } }).allowed).toBe(false);
  });

  it("is over when it is cancelled", () => {
    const scene = new Scene([judged({ consumed: 0.1 })]);
    windowed(scene, closed);
    scene.append([
      { at: scene.now, actor: "alice@example.org", kind: "window-cancelled", subject: "wi-1", payload: {} },
    ]);
    expect(scene.ask().decision).toBe("allow");
  });
});

describe("an exception for a frozen budget", () => {
  it("opens together with a window what neither opens alone", () => {
    const slos = [restricted(), frozen({ slo: { name: "latency" } })];
    const scene = new Scene(slos);
    const id = scene.request({ slos: ["checkout.latency.production"] });
    for (const who of [olga, sam, dora]) scene.approve(id, who);
    expect(scene.ask().allowed).toBe(false);
    windowed(scene, { slos: ["checkout.availability.production"] });
    expect(scene.ask().allowed).toBe(true);
  });
});
