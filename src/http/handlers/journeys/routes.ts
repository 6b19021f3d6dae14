import type { Route } from "../../route.ts";
import { listJourneys } from "./list.ts";
import { takeReport } from "./report.ts";
import { listRuns, showPicture, showRun } from "./runs.ts";

export const journeyRoutes: readonly Route[] = [listJourneys, takeReport, listRuns, showRun, showPicture];
