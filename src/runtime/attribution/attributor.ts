import type { JudgedSlo } from "../../policy/judged.ts";
import { attribute } from "../../report/attribution/attribute.ts";
import { windowStart } from "../../report/attribution/window.ts";
import type { Attribution, Attributor, Silent } from "./attribution.ts";
import { deploymentCost, incidentCost } from "./costs.ts";
import { dependencySources, ledgersOf } from "./gather.ts";
import { proposalsFor } from "./quality.ts";
import { type AttributionPorts, recordedSources } from "./recorded.ts";

/** Attributes budgets from the ledger itself, asked anew; an answer is good for a cycle, however often it is asked for. */
export function attributor(ports: AttributionPorts): Attributor {
  const recent = oncePerCycle(ports);
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
  judged: JudgedSlo,
  ports: AttributionPorts,
): Promise<Attribution | Silent | undefined> {
  const snapshot = ports.snapshots.current();
  if (snapshot === undefined) return undefined;
  const { slo, assessment } = judged;
  const to = assessment.observedAt ?? ports.now();
  const span = { from: windowStart(slo, to), to };
  const ledgers = await ledgersOf(judged, ports.sources, span);
  if ("kind" in ledgers) return { silent: ledgers };
  const { found, missing } = await dependencySources(slo, snapshot, ports.sources, span);
  const recorded = recordedSources(ports.governance(), slo, snapshot, to).filter(({ spans }) =>
    spans.some((each) => each.to > span.from && each.from < span.to),
  );
  return { slo, ...span, groups: attribute(slo, ledgers, [...recorded, ...found]), missing };
}

/** Answers that may be held at once: a page that shows many SLOs asks for each. */
const mostHeld = 200;
/** Seconds for which an answer is given again although the journal has gone on: nobody reads faster. */
const patience = 2;

interface Held {
  cycle: number | undefined;
  head: number;
  since: number;
  answer: Promise<unknown>;
}

/** A ledger of a month is a million bytes: whoever asks again, with nothing new recorded or measured, is told the same. */
function oncePerCycle({ snapshots, governance, now }: AttributionPorts) {
  const held = new Map<string, Held>();
  return <Answer>(key: string, work: () => Promise<Answer>): Promise<Answer> => {
    const present = { cycle: snapshots.current()?.cycle, head: governance().head.seq, since: now() };
    const known = held.get(key);
    const isFresh = (each: Held): boolean =>
      each.cycle === present.cycle && (each.head === present.head || present.since - each.since < patience);
    if (known !== undefined && isFresh(known)) return known.answer as Promise<Answer>;
    if (held.size >= mostHeld) held.clear();
    const answer = work();
    held.set(key, { ...present, answer });
    const forget = (): void => void held.delete(key);
    // What is not there yet may be there in a moment.
    answer.then((value) => {
      if (value === undefined) forget();
    }, forget);
    return answer;
  };
}
