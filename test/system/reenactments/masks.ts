import type { Grid } from "../../../bench/recorder.ts";
import type { Span } from "../../../kit/history.ts";
import type { HistorySeries } from "../../../kit/remote-write.ts";
import { emptyState } from "../../../src/governance/state.ts";
import { createWindow } from "../../../src/governance/windows/commands/create.ts";
import { masksNow } from "../../../src/governance/windows/mask.ts";
import { label, series } from "../../../src/model/names.ts";
import type { Slo } from "../../../src/model/slo.ts";
import { timestamp } from "../../../src/model/units.ts";
import { accept, alice, factsOf, judged, occasion, requestOf } from "../../governance/windows/windows.ts";

/** What scrapes of a nines would have found of its mask, had somebody asked for these windows at their beginning. */
export function maskOver(slo: Slo, spans: readonly Span[], { start, end, step }: Grid): HistorySeries[] {
  const { windows } = windowsOf(slo, spans);
  const times: number[] = [];
  for (let at = start; at <= end; at += step)
    if (masksNow(windows.values(), () => [{ slo, groups: [] }], timestamp(at)).length > 0) times.push(at);
  return [
    {
      labels: { [label.metricName]: series.maintenanceActive, [label.id]: slo.id },
      times: Float64Array.from(times, (at) => at * 1000),
      values: Float64Array.from(times, () => 1),
    },
  ];
}

function windowsOf(slo: Slo, spans: readonly Span[]) {
  const state = emptyState();
  const facts = factsOf({ ...judged({ consumed: 0.1 }), slo });
  for (const { from, to } of spans) {
    const asked = requestOf({
      kind: "known-issue",
      schedule: { kind: "once", from: timestamp(from), to: timestamp(to) },
    });
    accept(state, createWindow(state, occasion(timestamp(from)), alice, asked, facts));
  }
  return state;
}
