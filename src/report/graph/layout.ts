import { rootsOf, type Graph } from "./graph.ts";

type Drawn = Pick<Graph, "root" | "services" | "edges">;

export interface Placed {
  name: string;
  /** Steps from the root that is furthest away. */
  column: number;
  /** Place within the column, from the top; columns with fewer services begin further down. */
  row: number;
}

/**
 * Columns from callers to what they need, each service right of all its callers; within a column it stands beside the
 * callers it belongs to, as far as that goes. The same graph is always laid out alike.
 */
export function layOut(graph: Drawn): ReadonlyMap<string, Placed> {
  const columns = columnsOf(graph);
  const callers = Map.groupBy(graph.edges, ({ to }) => to);
  const placed = new Map<string, Placed>();
  const byColumn = Map.groupBy(graph.services, ({ name }) => columns.get(name) ?? 0);
  const longest = [...byColumn.values()].reduce((most, { length }) => Math.max(most, length), 0);
  for (const column of [...byColumn.keys()].sort((a, b) => a - b)) {
    const pull = (name: string): number => {
      const rows = (callers.get(name) ?? []).flatMap(({ from }) => placed.get(from)?.row ?? []);
      return rows.length === 0 ? Infinity : rows.reduce((sum, row) => sum + row, 0) / rows.length;
    };
    const names = (byColumn.get(column) ?? []).map(({ name }) => ({ name, pull: pull(name) }));
    names.sort((a, b) => compare(a.pull, b.pull) || compare(a.name, b.name));
    const down = (longest - names.length) / 2;
    for (const [row, { name }] of names.entries()) placed.set(name, { name, column, row: row + down });
  }
  return placed;
}

const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** The longest way from a root, each service once all of its callers are known. */
function columnsOf({ services, edges, root }: Drawn): ReadonlyMap<string, number> {
  const below = Map.groupBy(edges, ({ from }) => from);
  const open = new Map(services.map(({ name }) => [name, 0]));
  for (const { to } of edges) open.set(to, (open.get(to) ?? 0) + 1);
  const columns = new Map<string, number>(rootsOf({ root, services, edges }).map((name) => [name, 0]));
  const ready = [...columns.keys()];
  for (const name of ready)
    for (const { to } of below.get(name) ?? []) {
      columns.set(to, Math.max(columns.get(to) ?? 0, (columns.get(name) ?? 0) + 1));
      const left = (open.get(to) ?? 1) - 1;
      open.set(to, left);
      if (left === 0) ready.push(to);
    }
  return columns;
}
