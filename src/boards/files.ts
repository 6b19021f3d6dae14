import { alertsBoard } from "./content/alerts.ts";
import { itselfBoard } from "./content/itself.ts";
import { journeysBoard } from "./content/journeys.ts";
import { overviewBoard } from "./content/overview.ts";
import { serviceBoard } from "./content/service.ts";
import { sloBoard } from "./content/slo.ts";
import { dashboardOf } from "./grafana/dashboard.ts";
import type { Board } from "./model.ts";
import type { BoardOptions } from "./options.ts";

/** A board by its name, as Grafana reads it. */
export interface BoardFile {
  /** Also its uid. */
  name: string;
  /** Plain JSON. */
  json: Readonly<Record<string, unknown>>;
}

export const allBoards = (options: BoardOptions): readonly Board[] =>
  [overviewBoard, serviceBoard, sloBoard, journeysBoard, alertsBoard, itselfBoard].map((board) =>
    board(options),
  );

/** Every board as plain data: what is undefined is gone, as in a file. The description comes first. */
export const boardFiles = (options: BoardOptions): readonly BoardFile[] =>
  allBoards(options).map((board) => {
    const { description, ...rest } = dashboardOf(board);
    const said = [description, options.notice].filter((text) => text !== undefined).join(" ");
    return { name: board.name, json: plainData({ description: said, ...rest }) };
  });

const plainData = (data: object): BoardFile["json"] => JSON.parse(JSON.stringify(data)) as BoardFile["json"];
