import { formatPercent } from "../../model/decimals.ts";
import { paperColours, stateColours, type Themed } from "../../model/state-colours.ts";
import { formatBurn, stateShapes } from "../../model/wording.ts";
import type { Compared, Graph, GraphEdge, GraphService } from "./graph.ts";
import { escaped } from "../pictures/text.ts";
import { layOut, type Placed } from "./layout.ts";

/** A graph with what was compared in it. */
export interface Picture extends Graph {
  compared: readonly Compared[];
}

const box = { width: 240, height: 84, right: 110, below: 28 } as const;
const margin = 28;
const bar = { width: 208, height: 8 } as const;

/** A drawing that stands alone: no script, no font and no picture from elsewhere, in the reader's light or dark. */
export function graphSvg(picture: Picture): string {
  const places = layOut(picture);
  const last = (of: "column" | "row") => Math.max(0, ...[...places.values()].map((place) => place[of]));
  const width = 2 * margin + (last("column") + 1) * box.width + last("column") * box.right;
  const height = 2 * margin + (last("row") + 1) * box.height + last("row") * box.below;
  const title = `Services in ${picture.environment} and what they depend on`;
  const body = [
    ...picture.edges.map((edge) => edgeOf(edge, picture, places)),
    ...picture.services.map((service) => nodeOf(service, places)),
  ].filter((part) => part !== "");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<title>${escaped(title)}</title>`,
    style,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerUnits="userSpaceOnUse" markerWidth="11" markerHeight="11" orient="auto"><path class="tip" d="M0 0L8 4L0 8z"/></marker></defs>',
    '<rect class="ground" width="100%" height="100%"/>',
    ...body,
    "</svg>",
    "",
  ].join("\n");
}

/** What each class is painted in, in the reader's light or dark. */
const painted = (theme: keyof Themed): string => {
  const { ground, raised, line, ink, quiet, bar } = paperColours;
  const hot = stateColours.frozen[theme];
  return [
    `text{fill:${ink[theme]}}.dim{fill:${quiet[theme]}}path+text{stroke:${ground[theme]}}.ground{fill:${ground[theme]}}`,
    `.box{fill:${raised[theme]};stroke:${line[theme]}}.track{fill:${bar[theme]}}`,
    `.edge{stroke:${quiet[theme]}}.tip{fill:${quiet[theme]}}.together{stroke:${hot}}.hot{fill:${hot}}`,
    ...Object.entries(stateColours).map(([state, colour]) => `.${state}{fill:${colour[theme]}}`),
  ].join("");
};

const style = [
  "<style>",
  "text{font:13px system-ui,sans-serif}.name{font-weight:600;font-size:15px}.dim,.hot{font-size:12px}.hot{font-weight:600}",
  "path+text{paint-order:stroke;stroke-width:4px}",
  ".edge{fill:none;stroke-width:1.5}.optional{stroke-dasharray:2 4}.redundant{stroke-dasharray:8 4}.together{stroke-width:3}",
  painted("light"),
  `@media(prefers-color-scheme:dark){${painted("dark")}}`,
  "</style>",
].join("\n");

const leftOf = ({ column }: Placed): number => margin + column * (box.width + box.right);
const topOf = ({ row }: Placed): number => margin + row * (box.height + box.below);

function nodeOf(service: GraphService, places: ReadonlyMap<string, Placed>): string {
  const place = places.get(service.name);
  if (place === undefined) return "";
  const { name, slos, owner } = service;
  const whole = [name, ...(owner === undefined ? [] : [`owner ${owner}`]), ...slos.map(inFull)].join("\n");
  return [
    `<g transform="translate(${leftOf(place)} ${topOf(place)})">`,
    `<title>${escaped(whole)}</title>`,
    `<rect class="box" width="${box.width}" height="${box.height}" rx="10"/>`,
    `<text class="name" x="16" y="26">${escaped(shortened(name, 26))}</text>`,
    ...standingOf(service),
    "</g>",
  ].join("");
}

function inFull({ name, objective, standing }: GraphService["slos"][number]): string {
  if (standing === undefined) return `${name} ${objective}`;
  const consumed = standing.consumed === undefined ? "" : `, ${formatPercent(standing.consumed)} consumed`;
  return `${name} ${objective}: ${standing.state}${consumed}${standing.fastBurn ? ", fast burn" : ""}`;
}

function standingOf({ slos }: GraphService): string[] {
  const [worst] = slos;
  if (worst === undefined) return ['<text class="dim" x="16" y="48">no SLO here</text>'];
  const { standing } = worst;
  if (standing === undefined) {
    const promises = slos.map(({ name, objective }) => `${name} ${objective}`).join(", ");
    return [`<text class="dim" x="16" y="48">${escaped(shortened(promises, 34))}</text>`];
  }
  const { state, consumed, burn } = standing;
  const isBurning = slos.some((slo) => slo.standing?.fastBurn === true);
  const figures = [
    worst.name,
    ...(consumed === undefined ? [] : [formatPercent(consumed)]),
    ...(burn === undefined ? [] : [`burn ${formatBurn(burn)}`]),
  ].join(" · ");
  return [
    `<text class="${state}" x="${box.width - 16}" y="26" text-anchor="end">${stateShapes[state]} ${state}</text>`,
    `<text class="${isBurning ? "hot" : "dim"}" x="16" y="48">${escaped(shortened(`${isBurning ? "▲ " : ""}${figures}`, 34))}</text>`,
    `<rect class="track" x="16" y="62" width="${bar.width}" height="${bar.height}" rx="4"/>`,
    `<rect class="${state}" x="16" y="62" width="${filled(consumed)}" height="${bar.height}" rx="4"/>`,
  ];
}

const filled = (consumed = 0): number => Math.round(bar.width * Math.min(1, Math.max(0, consumed)));

function edgeOf(edge: GraphEdge, picture: Picture, places: ReadonlyMap<string, Placed>): string {
  const [from, to] = [places.get(edge.from), places.get(edge.to)];
  if (from === undefined || to === undefined) return "";
  const [x1, y1] = [leftOf(from) + box.width, topOf(from) + box.height / 2];
  const [x2, y2] = [leftOf(to), topOf(to) + box.height / 2];
  const bend = box.right / 2;
  const together = strongest(edge, picture);
  const classes = ["edge", edge.kind, ...(together === undefined ? [] : ["together"])].join(" ");
  const label = [...kindWords(edge), ...(together === undefined ? [] : [together])].join(" · ");
  const text =
    label === ""
      ? ""
      : `<text class="${together === undefined ? "dim" : "hot"}" x="${x2 - 16}" y="${y2 - 9}" text-anchor="end">${escaped(label)}</text>`;
  return `<path class="${classes}" marker-end="url(#tip)" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}"/>${text}`;
}

const kindWords = ({ kind, group = 1 }: GraphEdge): string[] =>
  kind === "serial"
    ? []
    : kind === "optional"
      ? ["optional"]
      : [group === 1 ? "any of" : `any of (${group})`];

/** `11 of 12`: how much of a caller's bad time falls into the dependency's, where that coincides. */
function strongest({ from, to }: GraphEdge, { services, compared }: Picture): string | undefined {
  const of = (name: string) =>
    new Set(services.find((service) => service.name === name)?.slos.map(({ id }) => id));
  const [callers, dependencies] = [of(from), of(to)];
  const best = compared.find(
    ({ caller, dependency, found }) =>
      found.kind === "coincides" && callers.has(caller) && dependencies.has(dependency),
  );
  return best?.found.kind === "coincides" ? `${best.found.together} of ${best.found.bad}` : undefined;
}

const shortened = (text: string, to: number): string => {
  const letters = Array.from(text);
  return letters.length <= to ? text : `${letters.slice(0, to - 1).join("")}…`;
};
