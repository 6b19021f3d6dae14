import { describe, expect, it } from "vitest";
import { emptyState } from "../../src/governance/state.ts";
import type { HistoryBody } from "../../src/http/schemas/history.ts";
import type { AskedStretch } from "../../src/runtime/history.ts";
import { earlier, judged, noon, snapshotOf } from "../support/snapshots.ts";
import { appWith, depsWith, get } from "./support/app.ts";

const checkout = judged({ consumed: 0.5 });
const snapshot = snapshotOf([checkout]);
const path = `/api/v1/slos/${checkout.slo.id}/history`;
const time = (at: number): string => new Date(at * 1_000).toISOString();

describe("the history of an SLO", () => {
  it("adds up to its budget: what may be bad, what was before, and the steps", async () => {
    const body = (await get(appWith(snapshot), path)).body as HistoryBody;
    expect(body).toMatchObject({
      slo: checkout.slo.id,
      allowedBad: 1_000,
      carried: { bad: 0, total: 0 },
      points: [[noon, 10, 1_000]],
      window: { from: time(earlier("30d")), to: time(noon) },
    });
  });

  it("asks for the stretch that was asked for", async () => {
    const asked: (AskedStretch | undefined)[] = [];
    const history = depsWith(snapshot).history;
    const app = appWith(snapshot, {
      history: (id, stretch) => {
        asked.push(stretch);
        return history(id, stretch);
      },
    });
    await get(app, path);
    await get(app, `${path}?from=${time(earlier("7d"))}&to=${time(earlier("6d"))}`);
    expect(asked).toEqual([{}, { from: earlier("7d"), to: earlier("6d") }]);
  });

  it("refuses a stretch that ends before it begins, and what is no time", async () => {
    const backwards = await get(appWith(snapshot), `${path}?from=${time(noon)}&to=${time(earlier("1d"))}`);
    expect(backwards).toMatchObject({
      status: 400,
      body: { code: "bad-query", detail: "to: does not lie after from" },
    });
    const both = await get(appWith(snapshot), `${path}?from=${time(earlier("7d"))}&over=7d`);
    expect(both.body).toMatchObject({ detail: "over: does not go with from: say one of the two" });
    expect(await get(appWith(snapshot), `${path}?over=long`)).toMatchObject({ status: 400 });
    expect(await get(appWith(snapshot), `${path}?from=yesterday`)).toMatchObject({ status: 400 });
  });

  it("marks what fires now at once, though no step has ended since", async () => {
    const burning = judged({ consumed: 0.5, fastBurn: true });
    const quiet = depsWith(snapshotOf([burning])).history;
    const app = appWith(snapshotOf([burning]), {
      history: async (id) => {
        const found = await quiet(id);
        return found && { ...found, groups: found.groups.map((group) => ({ ...group, fired: [] })) };
      },
    });
    expect(((await get(app, path)).body as HistoryBody).marks).toEqual([
      { kind: "alert", title: "fast burn", from: time(earlier("4m")), to: time(noon) },
    ]);
  });

  it("has marks of everything on one time axis, in order", async () => {
    const state = emptyState();
    state.deployments.set("dp-1", {
      ...{ id: "dp-1", service: checkout.slo.service, environment: "production", version: "v1.42.0" },
      ...{ startedAt: earlier("2d"), recordedBy: "ci", recordedAt: noon },
    });
    const { body } = await get(appWith(snapshot, { governance: () => state }), path);
    expect((body as HistoryBody).marks.map(({ kind, id, title }) => [kind, id, title])).toEqual([
      ["deployment", "dp-1", "v1.42.0: under way"],
      ["alert", undefined, "fast burn"],
    ]);
  });
});
