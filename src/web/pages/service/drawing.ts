import type { GraphBody } from "../../../http/schemas/graph.ts";

type Service = GraphBody["services"][number];
type Edge = GraphBody["edges"][number];

export const box = { width: 190, height: 66 } as const;
const gap = { right: 70, below: 20 } as const;
const margin = 4;

export interface DrawnNode {
  service: Service;
  x: number;
  y: number;
}

export interface DrawnEdge {
  edge: Edge;
  path: string;
  /** Where its kind is written. */
  label: { x: number; y: number };
}

export interface Drawing {
  width: number;
  height: number;
  nodes: readonly DrawnNode[];
  edges: readonly DrawnEdge[];
}

/** The places that the server gives, in pixels: callers to the left, what they need to the right. */
export function drawingOf({ services, edges }: Pick<GraphBody, "services" | "edges">): Drawing {
  const nodes = services.map((service) => {
    const { column, row } = service.place ?? { column: 0, row: 0 };
    return {
      service,
      x: margin + column * (box.width + gap.right),
      y: margin + row * (box.height + gap.below),
    };
  });
  const at = new Map(nodes.map((node) => [node.service.name, node]));
  return {
    width: Math.max(0, ...nodes.map(({ x }) => x)) + box.width + margin,
    height: Math.max(0, ...nodes.map(({ y }) => y)) + box.height + margin,
    nodes: nodes.toSorted((a, b) => a.x - b.x || a.y - b.y),
    edges: edges.flatMap((edge) => {
      const [from, to] = [at.get(edge.from), at.get(edge.to)];
      return from === undefined || to === undefined ? [] : [drawnEdge(edge, from, to)];
    }),
  };
}

function drawnEdge(edge: Edge, from: DrawnNode, to: DrawnNode): DrawnEdge {
  const [x1, y1] = [from.x + box.width, from.y + box.height / 2];
  const [x2, y2] = [to.x, to.y + box.height / 2];
  const bend = gap.right / 2;
  return {
    edge,
    path: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`,
    label: { x: x2 - 6, y: y2 - 6 },
  };
}

/** The worst SLO stands for its service. */
export const worstOf = ({ slos: [worst] }: Service): Service["slos"][number] | undefined => worst;

export const kindWord = ({ kind, group = 1 }: Edge): string =>
  kind === "serial" ? "" : kind === "optional" ? "optional" : group === 1 ? "any of" : `any of (${group})`;

/** The edges in words, for those who do not see the drawing. */
export const edgesInWords = (edges: readonly Edge[]): readonly string[] =>
  edges.map((edge) => {
    const word = kindWord(edge);
    return `${edge.from} depends on ${edge.to}${word === "" ? "" : ` (${word})`}`;
  });

export const shortened = (text: string, to: number): string => {
  const letters = Array.from(text);
  return letters.length <= to ? text : `${letters.slice(0, to - 1).join("")}…`;
};
