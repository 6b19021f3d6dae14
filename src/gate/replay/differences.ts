import { formatPercent } from "../../model/decimals.ts";
import { canonical } from "../../governance/chain.ts";
import { incidentState } from "../../governance/incidents/incident.ts";
import { judgedSum } from "../../policy/judge.ts";
import type { Verdict } from "../verdict.ts";
import type { GateInputs, SloInput } from "./inputs.ts";

/** A verdict and what it was made of. */
export interface Basis {
  verdict: Verdict;
  inputs: GateInputs;
}

export const differenceKinds = [
  "decision",
  "state",
  "budget",
  "fast-burn",
  "slo",
  "policy",
  "service",
  "exception",
  "window",
  "promise",
  "deployment",
  "incident",
  "experiment",
  "wording",
] as const;

/** One thing that is otherwise than it was. */
export interface Difference {
  what: (typeof differenceKinds)[number];
  /** The id or name of what it is about. */
  subject: string;
  before?: string;
  after?: string;
}

/** What changed between two moments at which the same was asked: the decision first, then what it rests on. */
export function differencesOf(before: Basis, after: Basis): readonly Difference[] {
  const found = [
    ...changed("decision", "gate", before.verdict.decision, after.verdict.decision),
    ...slosChanged(before.inputs, after.inputs),
    ...itemsChanged(
      "policy",
      byName(before.inputs.policies),
      byName(after.inputs.policies),
      ({ hash }) => hash,
    ),
    ...itemsChanged("service", byName(before.inputs.services), byName(after.inputs.services), canonical),
    ...itemsChanged(
      "exception",
      byId(before.inputs.exceptions),
      byId(after.inputs.exceptions),
      describeException,
    ),
    ...itemsChanged("window", byId(before.inputs.windows), byId(after.inputs.windows), describeWindow),
    ...itemsChanged(
      "promise",
      byId(before.inputs.loosenings),
      byId(after.inputs.loosenings),
      ({ state }) => state,
    ),
    ...itemsChanged("incident", byId(before.inputs.incidents), byId(after.inputs.incidents), incidentState),
    ...itemsChanged(
      "experiment",
      byId(before.inputs.experiments),
      byId(after.inputs.experiments),
      ({ state }) => state,
    ),
    ...itemsChanged("deployment", new Map(before.inputs.deployed), new Map(after.inputs.deployed), momentOf),
  ];
  if (found.length > 0) return found;
  const sentences = ({ verdict }: Basis) => verdict.reasons.map(({ sentence }) => sentence).join("\n");
  return changed("wording", "gate", sentences(before), sentences(after));
}

const byName = <Item extends { name: string }>(items: readonly Item[]): ReadonlyMap<string, Item> =>
  new Map(items.map((item) => [item.name, item]));
const byId = <Item extends { id: string }>(items: readonly Item[]): ReadonlyMap<string, Item> =>
  new Map(items.map((item) => [item.id, item]));

function changed(
  what: Difference["what"],
  subject: string,
  before: string | undefined,
  after: string | undefined,
): readonly Difference[] {
  if (before === after) return [];
  return [{ what, subject, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

/** What came, what went, and what is told otherwise. */
const itemsChanged = <Item>(
  what: Difference["what"],
  before: ReadonlyMap<string, Item>,
  after: ReadonlyMap<string, Item>,
  describe: (item: Item) => string,
): readonly Difference[] => {
  const text = (item: Item | undefined): string | undefined =>
    item === undefined ? undefined : describe(item);
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) =>
    changed(what, key, text(before.get(key)), text(after.get(key))),
  );
};

function slosChanged(before: GateInputs, after: GateInputs): readonly Difference[] {
  const [former, present] = [before, after].map(
    ({ slos }) => new Map(slos.map((each) => [each.slo.id, each])),
  );
  const [was, is] = [former ?? new Map<string, SloInput>(), present ?? new Map<string, SloInput>()];
  const policies = [byName(before.policies), byName(after.policies)] as const;
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((id) => {
    const [a, b] = [was.get(id), is.get(id)];
    if (a === undefined || b === undefined) return changed("slo", id, a && "promised", b && "promised");
    return [
      ...changed("slo", id, promiseOf(a), promiseOf(b)),
      ...changed("state", id, stateOf(a), stateOf(b)),
      ...changed("budget", id, spentOf(a, policies[0]), spentOf(b, policies[1])),
      ...changed("fast-burn", id, burnOf(a), burnOf(b)),
    ];
  });
}

const promiseOf = ({ slo: { objective, gate, rulesHash }, policy }: SloInput): string =>
  `objective ${objective.text}, rules ${rulesHash}, policy ${policy}${gate ? "" : ", not judged"}`;

const stateOf = ({ standing: { state, cause } }: SloInput): string =>
  cause === undefined ? state : `${state} (${cause})`;

/** As people read it: what lies behind the fourth digit is no change. */
function spentOf(
  { groups, worst, policy: name }: SloInput,
  policies: ReadonlyMap<string, GateInputs["policies"][number]>,
): string {
  const policy = policies.get(name);
  const assessment = groups[worst]?.assessment;
  const sum = policy && assessment && judgedSum(policy, assessment);
  return sum === undefined ? "unknown" : `${formatPercent(sum.spent)} spent`;
}

const burnOf = ({ groups }: SloInput): string =>
  groups.some(({ assessment }) => assessment.fastBurn && !assessment.gone) ? "fires" : "quiet";

const describeException = ({ request, approvals, uses, ended }: GateInputs["exceptions"][number]): string =>
  [
    ended === undefined ? "open" : `ended: ${ended.state}`,
    `${approvals.length} approvals`,
    `${uses.length} of ${request.maxUses} uses`,
    `until ${momentOf(request.expiry)}`,
  ].join(", ");

const describeWindow = ({ request }: GateInputs["windows"][number]): string =>
  `${request.title}, gate ${request.acts.gate}`;

/** To the second: what was moved by less than a minute was moved. */
const momentOf = (at: number): string =>
  `${new Date(at * 1_000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
