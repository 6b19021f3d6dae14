import { describe, expect, it } from "vitest";
import { boardFiles } from "../../src/boards/files.ts";
import { parsePromql } from "../../src/spec/promql/syntax.ts";
import { interpolate, type Choice } from "../../kit/grafana/variables.ts";
import { readBoard, type ReadBoard } from "../../kit/grafana/board.ts";
import { boardSchema } from "./schema.ts";

const page = "https://nines.example";
const files = boardFiles({ page, groupLabels: ["region", "tenant"] });
const boards = files.map(({ name, json }) => [name, json, boardSchema.parse(json)] as const);
type Checked = (typeof boards)[number][2];

const panelsOf = (board: Checked): Checked["panels"] => board.panels;
const expressionsOf = ({ panels, annotations }: ReadBoard): string[] => [
  ...panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ...annotations.list.flatMap(({ target }) => target.expr ?? []),
];

describe("the boards", () => {
  it("are six, each with a uid of its own, which is its file's name", () => {
    expect(files.map(({ name }) => name)).toEqual([
      "nines-overview",
      "nines-service",
      "nines-slo",
      "nines-journeys",
      "nines-alerts",
      "nines-itself",
    ]);
    expect(boards.map(([, , { uid }]) => uid)).toEqual(files.map(({ name }) => name));
  });

  it("are recognised as ours by the second line of their files", () => {
    const notice = "Written by nines compile: edit nothing.";
    for (const { json } of boardFiles({ page, groupLabels: [], notice }))
      expect(JSON.stringify(json, null, 2).split("\n")[1]).toContain(notice);
  });
});

describe.each(boards)("%s", (_, json, board) => {
  it("says of every panel its unit, its colours, what it shows, and where more is said", () => {
    const lacking = panelsOf(board).filter(
      ({ description, fieldConfig, links }) =>
        description.length < 30 || fieldConfig.defaults.unit === "" || links.length === 0,
    );
    expect(lacking.map(({ title }) => title)).toEqual([]);
    for (const { links } of panelsOf(board))
      expect(links.some(({ url }) => url.startsWith("${page}/"))).toBe(true);
  });

  it("has titles that fit: at most 34 characters, and no two alike", () => {
    const titles = panelsOf(board).map(({ title }) => title);
    expect(titles.filter((title) => title.length > 34)).toEqual([]);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it("numbers its panels from 1, inside the grid, and lays none over another", () => {
    const panels = panelsOf(board);
    expect(panels.map(({ id }) => id)).toEqual(panels.map((_, index) => index + 1));
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
  });

  it("asks the source that is chosen alone, and Grafana's own store for what happened", () => {
    const text = JSON.stringify(json);
    const sources = [...text.matchAll(/"datasource":(?<source>\{.*?"\})[,}]/g)].map(
      ({ groups }) => groups?.source,
    );
    const known = ['{"type":"prometheus","uid":"${datasource}"}', '{"type":"grafana","uid":"-- Grafana --"}'];
    expect(sources.filter((source) => !known.includes(source ?? ""))).toEqual([]);
    expect(sources.length).toBeGreaterThan(panelsOf(board).length);
  });

  it("uses only variables that it has, and Grafana's own", () => {
    const own = board.templating.list.map(({ name }) => name);
    const used = [...JSON.stringify(json).matchAll(/\$\{?(?<name>[a-zA-Z_]\w*)/g)].map(
      ({ groups }) => groups?.name ?? "",
    );
    const unknown = used.filter((name) => !own.includes(name) && !name.startsWith("__"));
    expect([...new Set(unknown)]).toEqual([]);
  });

  it("names nobody: services, SLOs, environments, groups and journeys are chosen", () => {
    const named =
      /\b(slo_id|slo_service|slo_name|slo_environment|region|tenant|journey|location|instance|job)(=|!=|=~|!~)"(?!\$)/;
    expect(expressionsOf(readBoard(json)).filter((expr) => named.test(expr))).toEqual([]);
    const addresses = JSON.stringify(json).match(/https?:\/\/[^"\\]*/g) ?? [];
    expect([...new Set(addresses)]).toEqual([page]);
  });

  it.each([
    ["everything", { all: true } as const],
    ["one group", ["eu"]],
    ["two groups, one with a dot", ["eu.1", "us"]],
  ])("asks what parses, and is of the right types: %s chosen", (_, groups) => {
    const read = readBoard(json);
    const chosen = choose(read, groups);
    const problems = expressionsOf(read)
      .map((expr) => interpolate(expr, read.templating.list, chosen, { from: 1_000, to: 90_000, step: 300 }))
      .flatMap((query) => problemsIn(query).map((problem) => `${problem}: ${query}`));
    expect(problems).toEqual([]);
  });
});

describe("the board of an SLO", () => {
  it("fits a laptop's screen: a row of the grid is 38 pixels, and Grafana leaves 800 of 1080", () => {
    const [, , board] = boards.find(([name]) => name === "nines-slo")!;
    const height = Math.max(...panelsOf(board).map(({ gridPos: { y, h } }) => y + h));
    expect(height * 38).toBeLessThanOrEqual(800);
  });

  it("has the rows of the page: how it stands, the burn-down, what happened, the tiers", () => {
    const [, , board] = boards.find(([name]) => name === "nines-slo")!;
    const rows = Map.groupBy(panelsOf(board), ({ gridPos }) => gridPos.y);
    expect([...rows.values()].map((panels) => panels.map(({ title }) => title))).toEqual([
      ["State", "Consumed", "Remaining", "Burn rate, 1 h"],
      ["Burn-down"],
      ["Error ratio", "Requests"],
      ["Burn now", "Consumed by group"],
    ]);
  });

  it("lets one choose each label that any SLO is grouped by", () => {
    const [, , board] = boards.find(([name]) => name === "nines-slo")!;
    const names = board.templating.list.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["group_region", "group_tenant"]));
  });
});

function choose(board: ReadBoard, groups: Choice): Record<string, Choice> {
  const choice = ({ includeAll, name }: ReadBoard["templating"]["list"][number]): Choice =>
    includeAll ? groups : `one-${name}`;
  return Object.fromEntries(board.templating.list.map((variable) => [variable.name, choice(variable)]));
}

/** What Prometheus' own grammar and its check of types say against a query. */
function problemsIn(text: string): string[] {
  const problems: string[] = [];
  const source = { path: "board", text, shown: text, lineStarts: [0] };
  const node = { kind: "text", text, style: "plain", place: { source, start: 0, end: text.length } } as const;
  const parsed = parsePromql(node, (code, _place, message) => problems.push(`${code}: ${message}`));
  if (parsed !== undefined && parsed.type !== "vector") problems.push(`yields a ${parsed.type}`);
  return problems;
}
