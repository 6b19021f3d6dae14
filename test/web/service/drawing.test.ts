import { describe, expect, it } from "vitest";
import type { GraphBody } from "../../../src/http/schemas/graph.ts";
import { box, drawingOf, edgesInWords, shortened } from "../../../src/web/pages/service/drawing.ts";

const service = (name: string, column: number, row: number): GraphBody["services"][number] => ({
  ...{ name, slos: [], callers: [], place: { column, row } },
});
const graph = {
  services: [service("database", 2, 0), service("checkout", 0, 0), service("payments", 1, 0.5)],
  edges: [
    { from: "checkout", to: "payments", kind: "serial" as const },
    { from: "payments", to: "database", kind: "optional" as const },
    { from: "payments", to: "nobody", kind: "serial" as const },
  ],
};

describe("the drawing of dependencies", () => {
  it("puts callers left of what they need, and reads from left to right with the keyboard, too", () => {
    const { nodes } = drawingOf(graph);
    expect(nodes.map(({ service: { name } }) => name)).toEqual(["checkout", "payments", "database"]);
    expect(nodes[1]!.x).toBeGreaterThanOrEqual(nodes[0]!.x + box.width);
  });

  it("holds every node whole", () => {
    const { width, height, nodes } = drawingOf(graph);
    for (const { x, y } of nodes) {
      expect(x + box.width).toBeLessThanOrEqual(width);
      expect(y + box.height).toBeLessThanOrEqual(height);
    }
  });

  it("draws edges between what is there, from the right of one to the left of the other", () => {
    const { edges, nodes } = drawingOf(graph);
    expect(edges.map(({ edge: { to } }) => to)).toEqual(["payments", "database"]);
    expect(edges[0]!.path).toMatch(new RegExp(`^M${nodes[0]!.x + box.width} `));
  });

  it("is told in words to those who do not see it", () => {
    expect(edgesInWords(graph.edges)).toEqual([
      "checkout depends on payments",
      "payments depends on database (optional)",
      "payments depends on nobody",
    ]);
    expect(edgesInWords([{ from: "a", to: "b", kind: "redundant", group: 2 }])).toEqual([
      "a depends on b (any of (2))",
    ]);
  });

  it("cuts names by letters, not in the middle of one", () => {
    expect(shortened("payments", 20)).toBe("payments");
    expect(shortened("🛒🛒🛒", 2)).toBe("🛒…");
  });
});
