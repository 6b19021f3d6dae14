import { describe, expect, it } from "vitest";
import { allBoards, boardFiles } from "../../src/boards/files.ts";
import { gridColumns, layOut, type Placed } from "../../src/boards/model.ts";
import { groupLabelsOf } from "../../src/boards/options.ts";

const options = { page: "https://nines.example", groupLabels: ["region", "tenant"] };
const boards = allBoards(options).map((board) => [board.name, board] as const);

const overlap = (a: Placed["place"], b: Placed["place"]): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe("the layout of boards", () => {
  it.each(boards)("numbers the panels of %s and lays none over another", (_, board) => {
    const placed = layOut(board);
    expect(new Set(placed.map(({ id }) => id)).size).toBe(placed.length);
    const pairs = placed.flatMap((one, index) =>
      placed.slice(index + 1).filter((other) => overlap(one.place, other.place)),
    );
    expect(pairs).toEqual([]);
  });

  it.each(boards)("fills every row of %s, and no more", (_, { rows }) => {
    const widths = rows.map(({ panels }) => panels.reduce((sum, { width }) => sum + width, 0));
    expect(widths).toEqual(rows.map(() => gridColumns));
  });

  it("is the same for the same definitions, byte by byte", () => {
    expect(JSON.stringify(boardFiles(options))).toBe(JSON.stringify(boardFiles(options)));
  });

  it("depends on definitions by the labels that SLOs are grouped by alone", () => {
    expect(
      groupLabelsOf([{ groupBy: ["tenant", "region"] }, { groupBy: ["region"] }, { groupBy: [] }]),
    ).toEqual(["region", "tenant"]);
  });
});
