import {
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  TimePickerBuilder,
} from "@grafana/grafana-foundation-sdk/dashboard";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import { layOut, type Board, type Link } from "../model.ts";
import { markOf } from "./marks.ts";
import { inSight } from "./parts.ts";
import { panelOf } from "./panel.ts";
import { variableOf } from "./variables.ts";

// The classic form, which every Grafana from 9 on takes from a file; the SDK calls it deprecated in favour of one that
// only Grafana 12 knows.
/* eslint-disable @typescript-eslint/no-deprecated */

/** By this the boards find each other. */
export const boardTag = "nines";

/** A board as Grafana reads it, the SDK's own form. */
export function dashboardOf(board: Board): dashboard.Dashboard {
  const builder = new DashboardBuilder(board.title)
    .id(null)
    .uid(board.name)
    .description(board.description)
    .tags([boardTag])
    .timezone("browser")
    .editable()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: board.since, to: "now" })
    .timepicker(new TimePickerBuilder().refreshIntervals(["30s", "1m", "5m", "15m", "1h"]))
    .refresh("1m")
    .variables(board.variables.map(variableOf))
    .annotations(board.marks.map(markOf))
    .links([otherBoards(), ...board.links.map(linkOf)]);
  for (const placed of layOut(board)) builder.withPanel(panelOf(placed));
  return builder.build();
}

const otherBoards = () =>
  inSight(
    new DashboardLinkBuilder("Boards")
      .type(DashboardLinkType.Dashboards)
      .tags([boardTag])
      .asDropdown(true)
      .includeVars(true)
      .keepTime(true)
      .build(),
  );

const linkOf = ({ title, url }: Link) =>
  inSight(
    new DashboardLinkBuilder(title)
      .type(DashboardLinkType.Link)
      .icon("external link")
      .url(url)
      .targetBlank(true)
      .build(),
  );
