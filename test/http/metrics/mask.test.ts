import { describe, expect, it } from "vitest";
import { readinessSchema } from "../../../src/http/schemas/operations.ts";
import { emptyState } from "../../../src/governance/state.ts";
import { createWindow } from "../../../src/governance/windows/commands/create.ts";
import type { SilencerStatus } from "../../../src/runtime/silencer.ts";
import { accept, alice, earlier, factsOf, occasion, requestOf } from "../../governance/windows/windows.ts";
import { judged, later, noon, snapshotOf } from "../../support/snapshots.ts";
import { appWith, get } from "../support/app.ts";

const regions = judged({
  slo: { groupBy: ["region"] },
  groups: ["eu", "us"].map((region) => ({ group: { region }, consumed: 0.1 })),
});
const schedule = { kind: "once", from: earlier("1h"), to: later("1h") } as const;

const masked = async (group: Record<string, string>, at = noon): Promise<string[]> => {
  const state = emptyState();
  accept(state, createWindow(state, occasion(), alice, requestOf({ group, schedule }), factsOf(regions)));
  const app = appWith(snapshotOf([regions]), { governance: () => state, now: () => at });
  const { text } = await get(app, "/metrics");
  return text.split("\n").filter((line) => line.startsWith("nines_maintenance_active"));
};

describe("the mask on /metrics", () => {
  const id = 'slo_id="checkout.availability.production"';

  it("is one row of the SLO alone for a window of the whole SLO", async () => {
    expect(await masked({})).toEqual([`nines_maintenance_active{${id}} 1`]);
  });

  it("is one row with the group's labels for a window of one group", async () => {
    expect(await masked({ region: "eu" })).toEqual([`nines_maintenance_active{${id},region="eu"} 1`]);
  });

  it("escapes what a label may hold", async () => {
    expect(await masked({ region: 'e"u\\' })).toEqual([
      `nines_maintenance_active{${id},region="e\\"u\\\\"} 1`,
    ]);
  });

  it("follows the clock between two cycles, and is absent once the window is over", async () => {
    expect(await masked({}, later("59m"))).toHaveLength(1);
    expect(await masked({}, later("1h"))).toEqual([]);
  });
});

describe("an Alertmanager without its silences", () => {
  const warnings = async (status: SilencerStatus) => {
    const { status: code, body } = await get(
      appWith(snapshotOf([]), { alertmanagers: () => [status] }),
      "/readyz",
    );
    return [code, readinessSchema.parse(body).warnings];
  };

  it("is a warning that says since when and why, while nines stays ready", async () => {
    const down = { name: "main", reachable: false, since: noon, error: "connection refused", silences: 0 };
    expect(await warnings(down)).toEqual([
      200,
      [
        {
          code: "alertmanager-unreachable",
          message:
            "silences of windows are not kept in main since 2026-11-22T12:00:00.000Z: connection refused",
        },
      ],
    ]);
  });

  it("is none while it answers, nor on a replica that does not lead and so never asks", async () => {
    expect(await warnings({ name: "main", reachable: true, since: noon, silences: 2 })).toEqual([200, []]);
    expect(await warnings({ name: "main", silences: 0 })).toEqual([200, []]);
  });
});
