import type { GraphBody } from "../../http/schemas/graph.ts";
import { formatPercent } from "../../model/decimals.ts";
import { formatBurn } from "../../model/wording.ts";
import { rootsOf } from "../../report/graph/graph.ts";
import { budgetBar, unknownBar } from "../terminal/bar.ts";
import { inState, printable, stateMark, type Ink } from "../terminal/ink.ts";
import { table, type Column } from "../terminal/table.ts";
import { wrap } from "../terminal/wrap.ts";
import { ago } from "./moments.ts";

type Service = GraphBody["services"][number];
type Edge = GraphBody["edges"][number];

/** One line of the tree: a service, or the head of a redundant group. */
interface Branch {
  /** The lines that lead to it: `│  ├─ `. */
  lead: string;
  label: string;
  service?: Service;
  /** Drawn once with what is below it, and named wherever else it is needed. */
  isRepeated?: boolean;
}

/** The tree as lines, depth first; what several services need is followed once. */
function branchesOf(graph: GraphBody): Branch[] {
  const services = new Map(graph.services.map((each) => [each.name, each]));
  const below = Map.groupBy(graph.edges, ({ from }) => from);
  const drawn = new Set<string>();
  const branches: Branch[] = [];
  const draw = (name: string, note: string, lead: string, rest: string): void => {
    const service = services.get(name);
    if (service === undefined) return;
    const isRepeated = drawn.has(name) && below.has(name);
    branches.push({ lead, label: `${name}${note}`, service, isRepeated });
    if (isRepeated) return;
    drawn.add(name);
    children(partsOf(below.get(name) ?? []), rest);
  };
  const children = (parts: readonly Part[], rest: string): void => {
    for (const [index, part] of parts.entries()) {
      const [turn, on] = index === parts.length - 1 ? ["└─ ", "   "] : ["├─ ", "│  "];
      if ("name" in part) draw(part.name, part.note, rest + turn, rest + on);
      else {
        branches.push({ lead: rest + turn, label: "any of" });
        children(part.members, rest + on);
      }
    }
  };
  for (const root of rootsOf(graph)) draw(root, "", "", "");
  return branches;
}

type Part = { name: string; note: string } | { members: readonly Part[] };

/** A redundant group stands where its first member does. */
function partsOf(edges: readonly Edge[]): readonly Part[] {
  const groups = Map.groupBy(edges, ({ group }) => group);
  return edges.flatMap((edge): Part[] => {
    const part = { name: edge.to, note: edge.kind === "optional" ? " (optional)" : "" };
    if (edge.group === undefined) return [part];
    const members = groups.get(edge.group) ?? [];
    return members[0] === edge ? [{ members: members.map(({ to }) => ({ name: to, note: "" })) }] : [];
  });
}

const liveColumns: readonly Column[] = [
  { title: "service" },
  { title: "state" },
  { title: "worst SLO" },
  { title: "budget" },
  { title: "consumed", align: "right" },
  { title: "burn 1h", align: "right" },
];

function liveCells({ slos, name }: Service, ink: Ink): string[] {
  const [worst] = slos;
  if (worst?.standing === undefined) return ["–", "no SLO here"];
  const { state, consumed, burn, fastBurn } = worst.standing;
  const others = slos.length === 1 ? "" : ` (of ${slos.length})`;
  const isBurning = fastBurn || slos.some(({ standing }) => standing?.fastBurn === true);
  const pace = burn === undefined ? "–" : formatBurn(burn);
  return [
    stateMark(ink, state),
    `${printable(worst.name)}${ink("dim", others)}`,
    inState(ink, state, consumed === undefined ? unknownBar() : budgetBar(consumed)),
    consumed === undefined ? "?" : formatPercent(consumed),
    isBurning ? `${ink(["red", "bold"], `▲${fastBurn ? "page" : burningName(slos, name)}`)} ${pace}` : pace,
  ];
}

/** The worst by its budget need not be the one that burns. */
const burningName = (slos: Service["slos"], service: string): string =>
  slos.find(({ standing }) => standing?.fastBurn === true)?.name ?? service;

const fileColumns: readonly Column[] = [{ title: "service" }, { title: "promises" }];
const fileCells = ({ slos }: Service): string[] => [
  slos.length === 0
    ? "no SLO here"
    : slos.map(({ name, objective }) => `${printable(name)} ${objective.replace("%", " %")}`).join(", "),
];

/** Lines of `nines graph`: the tree, and what the ledgers say of each other. */
export function graphLines(graph: GraphBody, ink: Ink): string[] {
  if (graph.services.length === 0) return [`No service runs in ${printable(graph.environment)}.`];
  const isLive = graph.snapshot !== undefined;
  const rows = branchesOf(graph).map(({ lead, label, service, isRepeated }) => {
    const name = `${ink("dim", lead)}${printable(label)}`;
    if (isRepeated === true) return [`${name} ${ink("dim", "↑ above")}`];
    if (service === undefined) return [name];
    return [name, ...(isLive ? liveCells(service, ink) : fileCells(service))];
  });
  const [heading = "", ...lines] = table(isLive ? liveColumns : fileColumns, rows);
  const when = graph.snapshot === undefined ? "from the files alone" : ago(graph.snapshot.ageSeconds);
  return [
    ink("dim", `${printable(graph.environment)}   ${when}`),
    "",
    ink("dim", heading),
    ...lines,
    ...comparedLines(graph, ink),
  ];
}

/** What says something first; the rest is in `--json`. */
function comparedLines({ compared, stretch, notCompared, snapshot }: GraphBody, ink: Ink): string[] {
  if (snapshot === undefined) return [];
  const title = stretch === undefined ? "Coincidence" : `Coincidence in the last ${stretch.over}`;
  const speaking = compared.filter(
    ({ found }) => found.kind === "coincides" || found.kind === "may-coincide",
  );
  const quiet = compared.length - speaking.length;
  const lines = [
    ...speaking.map(({ sentence }) => sentence),
    ...(notCompared === undefined ? [] : [`not compared: ${notCompared}`]),
    ...(stretch !== undefined && compared.length === 0
      ? ["no caller of another service spent budget faster than it may"]
      : []),
    ...(quiet > 0
      ? [`${quiet} more compared, nothing beyond chance or too little data (--json has them)`]
      : []),
    ...(speaking.length > 0 ? ["What burns together need not be cause and effect."] : []),
  ];
  return ["", ink("bold", title), ...lines.flatMap((line) => wrap(printable(line), "  "))];
}
