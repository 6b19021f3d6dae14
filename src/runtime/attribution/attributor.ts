import type { JudgedSlo } from "../../policy/judged.ts";
import { windowStart } from "../../query/attribution.ts";
import { attribute } from "../../report/attribution/attribute.ts";
import type { SnapshotReader } from "../snapshot.ts";
import type { Attribution, Attributor, Silent } from "./attribution.ts";
import { deploymentCost, incidentCost } from "./costs.ts";
import { dependencySources, ledgersOf } from "./gather.ts";
import { proposalsFor } from "./quality.ts";
import { type AttributionPorts, recordedSources } from "./recorded.ts";

/** Attributes budgets from the ledger itself, asked anew; an answer is good for a cycle, however often it is asked for. */
export function attributor(ports: AttributionPorts): Attributor {
  const recent = oncePerCycle(ports.snapshots);
  return {
    slo: (id) =>
      recent(`slo ${id}`, async () => {
        const judged = ports.snapshots.current()?.byId.get(id);
        return judged === undefined ? undefined : ofWindow(judged, ports);
      }),
    deployment: (id) => recent(`deployment ${id}`, () => deploymentCost(id, ports)),
    incident: (id) => recent(`incident ${id}`, () => incidentCost(id, ports)),
    proposals: (id) => recent(`proposals ${id}`, () => proposalsFor(id, ports)),
  };
}

async function ofWindow(
  { slo, assessment }: JudgedSlo,
  ports: AttributionPorts,
): Promise<Attribution | Silent | undefined> {
  const snapshot = ports.snapshots.current();
  if (snapshot === undefined) return undefined;
  const to = assessment.observedAt ?? ports.now();
  const span = { from: windowStart(slo, to), to };
  const ledgers = await ledgersOf(slo, ports.sources, span);
  if ("kind" in ledgers) return { silent: ledgers };
  const { found, missing } = await dependencySources(slo, snapshot, ports.sources, span);
  const recorded = recordedSources(ports.governance(), slo, to).filter(({ spans }) =>
    spans.some((each) => each.to > span.from && each.from < span.to),
  );
  return { slo, ...span, groups: attribute(slo, ledgers, [...recorded, ...found]), missing };
}

/** Answers that may be held at once: a page that shows many SLOs asks for each. */
const mostHeld = 200;

/** A ledger of a month is a million bytes: whoever asks again within a cycle is told the same. */
function oncePerCycle(snapshots: SnapshotReader) {
  let cycle: number | undefined;
  let held = new Map<string, Promise<unknown>>();
  return <Answer>(key: string, work: () => Promise<Answer>): Promise<Answer> => {
    const now = snapshots.current()?.cycle;
    if (now !== cycle || held.size >= mostHeld) held = new Map();
    cycle = now;
    const known = held.get(key) as Promise<Answer> | undefined;
    if (known !== undefined) return known;
    const answer = work();
    held.set(key, answer);
    answer.catch(() => held.delete(key));
    return answer;
  };
}
