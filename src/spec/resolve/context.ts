import type { Environment } from "../../model/definitions.ts";
import type { Policy } from "../../model/policy.ts";
import type { Seconds } from "../../model/units.ts";
import type { WrittenService } from "../kinds/service.ts";
import type { Report } from "../report.ts";
import type { Located } from "../shapes/shape.ts";
import type { DefaultsLayer } from "./defaults.ts";
import type { Journeys } from "./journeys.ts";
import type { FindTable } from "./tables.ts";

/** Settings of the whole run; Defaults and SLOs may say otherwise. */
export interface LoadOptions {
  scrapeInterval?: Seconds;
  ledgerInterval?: Seconds;
  /** How long Prometheus keeps data; when given, longer windows are warned about. */
  retention?: Seconds;
}

/** What every SLO is resolved against. */
export interface Context {
  options: LoadOptions;
  findTable: FindTable;
  /** The policy's name; undefined after reporting that nobody wrote it. */
  findPolicy: (written: Located<string>) => Policy | undefined;
  findJourney: Journeys["find"];
  report: Report;
}

/** A service with everything that its SLOs inherit. */
export interface ServiceContext {
  written: WrittenService;
  defaults: DefaultsLayer;
  environments: readonly Environment[];
  policy: string;
  /** Something about the service itself is wrong, so that what it inherits may not be what was meant. */
  isBroken: boolean;
}
