import { describe, expect, it } from "vitest";
import { announce } from "../../../../src/governance/notices/announce.ts";
import { noticeKinds, type Announcement } from "../../../../src/governance/notices/notice.ts";
import { emptyState, take } from "../../../../src/governance/state.ts";
import { timestamp } from "../../../../src/model/units.ts";
import { later, noon } from "../../../support/snapshots.ts";
import { approved, dora, olga, sam, sara, Scene } from "../../exceptions/scene.ts";
import { told } from "./told.ts";

describe("an exception", () => {
  /** What was announced of everything that happened in a scene. */
  const announced = ({ entries, governance }: Scene): string[] =>
    entries.flatMap((entry) => announce(entry, governance)?.kind ?? []);
  const last = (scene: Scene): Announcement | undefined => announce(scene.entries.at(-1)!, scene.governance);

  it("that is asked for says who has to answer, and until when", () => {
    const scene = new Scene();
    const id = scene.request({ change: { sha: "4f2a91c" } });
    expect(told(last(scene))).toEqual([
      "alice@example.org asks for an exception for checkout in production",
      "the state is restricted; The contract names this date",
      "owner (team-shop), sre must approve before the change 4f2a91c goes out; " +
        "without an answer it is denied at 2026-11-24 12:00 UTC",
      `read it with nines exception show ${id}, then nines exception approve or deny ${id}`,
    ]);
    expect(last(scene)).toMatchObject({ owner: "team-shop", service: "checkout", environment: "production" });
  });

  it("is decided when its last seat is filled, not before", () => {
    const scene = new Scene();
    const id = scene.request();
    scene.approve(id, olga);
    expect(last(scene)).toBeUndefined();
    scene.approve(id, sam);
    const decided = scene.entries
      .map((entry) => announce(entry, scene.governance))
      .findLast((each) => each?.kind === "exception-decided");
    expect(decided).toMatchObject({ facts: { decision: "approved" } });
  });

  it("that a change went out by says which one, and how many uses are left", () => {
    const { scene, id } = approved({ maxUses: 2 });
    scene.post({ sha: "a1" });
    expect(last(scene)).toMatchObject({
      kind: "exception-used",
      what: `a1 goes to production of checkout by exception ${id}`,
      means: "the gate let it pass for alice@example.org; 1 of 2 uses are left",
    });
  });

  it("reminds, escalates and is denied in silence, each told once", () => {
    const scene = new Scene();
    scene.request({ expiry: later("3d") });
    for (let hour = 0; hour < 60; hour++) {
      scene.wait("1h");
      scene.lead();
    }
    expect(announced(scene)).toEqual([
      "exception-requested",
      "exception-reminded",
      "exception-escalated",
      "exception-decided",
    ]);
  });

  it("that is soon over is told of once, an hour before", () => {
    const { scene, id } = approved({ expiry: later("4h") });
    scene.wait("2h59m").lead();
    expect(announced(scene)).not.toContain("exception-expiring");
    scene.wait("2m").lead();
    scene.wait("2m").lead();
    expect(announced(scene).filter((kind) => kind === "exception-expiring")).toHaveLength(1);
    expect(last(scene)).toMatchObject({ subject: id, means: "one use is left, for any change" });
  });

  it("that is used up does not expire into anybody's day", () => {
    const { scene } = approved({ expiry: later("4h") });
    scene.post({ sha: "a1" });
    scene.wait("3h30m").lead();
    expect(announced(scene)).not.toContain("exception-expiring");
  });

  it("of a broken glass says that it is to be reviewed, at half the time and when that is over", () => {
    const scene = new Scene();
    const id = scene.breakGlass();
    for (let hour = 0; hour < 50; hour++) {
      scene.wait("1h");
      scene.lead();
    }
    expect(announced(scene).filter((kind) => kind === "review-due")).toHaveLength(2);
    const due = scene.entries.filter(({ kind }) => kind === "exception-review-due");
    expect(due.map(({ payload }) => payload)).toMatchObject([{ overdue: false }, { overdue: true }]);
    expect(announce(due[1]!, scene.governance)?.means).toContain(
      "nobody can break the glass for checkout again",
    );
    expect(id).not.toBe("");
  });

  it("that two have reviewed is due no review", () => {
    const scene = new Scene();
    const id = scene.breakGlass();
    scene.review(id, sam);
    scene.review(id, sara);
    scene.wait("2d").lead();
    expect(announced(scene)).not.toContain("review-due");
  });

  it("that is denied or taken back says so, and by whom", () => {
    const scene = new Scene();
    scene.deny(scene.request(), dora);
    expect(told(last(scene)).slice(0, 2)).toEqual([
      expect.stringMatching(/ for checkout in production is denied$/),
      "dora@example.org: too risky",
    ]);
    scene.withdraw(scene.request());
    expect(last(scene)).toMatchObject({ facts: { decision: "withdrawn" } });
  });
});

describe("everything that is announced", () => {
  it("is in whole sentences: what, why, what it means, what next", () => {
    const scene = new Scene();
    scene.breakGlass();
    const { scene: other } = approved({ expiry: timestamp(noon + 7_200) });
    other.post({ sha: "a1" });
    for (const { entries } of [scene, other]) {
      const state = emptyState();
      for (const entry of entries) {
        take(state, entry);
        const said = announce(entry, state);
        if (said === undefined) continue;
        expect(noticeKinds).toContain(said.kind);
        for (const text of told(said)) expect(text).toMatch(/^\S.*\S$/);
      }
    }
  });
});
