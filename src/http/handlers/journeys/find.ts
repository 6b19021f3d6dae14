import type { RunResult } from "../../../journey/result.ts";
import type { Journey } from "../../../model/journey.ts";
import { nearest } from "../../../spec/nearest.ts";
import type { JourneysReader } from "../../deps.ts";
import { Problem } from "../../problem.ts";
import type { Asked } from "../../route.ts";
import { runsAt } from "./lanes.ts";

/** @throws Problem `unknown-journey` */
export function findJourney(name: string, reader: JourneysReader | undefined): [Journey, JourneysReader] {
  const defined = reader?.defined() ?? [];
  const found = defined.find((journey) => journey.name === name);
  if (found !== undefined && reader !== undefined) return [found, reader];
  const meant = nearest(
    name,
    defined.map((journey) => journey.name),
  );
  const hint = meant === undefined ? "" : `: did you mean ${meant}?`;
  throw new Problem("unknown-journey", `no journey "${name.slice(0, 80)}" is defined here${hint}`);
}

type Asking = Pick<Asked, "params" | "deps" | "now">;

/** All that are kept of the journey that was asked for. @throws Problem `unknown-journey` */
export function runsOf({ params, deps, now }: Asking, location?: string): readonly RunResult[] {
  const [journey, reader] = findJourney(params.name ?? "", deps.journeys);
  return runsAt(journey, reader, reader.reports.heard(now * 1_000), location);
}

/** @throws Problem `unknown-journey`, `unknown-run` */
export function findRun(asked: Asking): RunResult {
  const runs = runsOf(asked);
  const { run: wanted = "" } = asked.params;
  const run = wanted === "latest" ? runs[0] : runs.find(({ runId }) => runId === wanted);
  if (run !== undefined) return run;
  throw new Problem("unknown-run", `${wanted.slice(0, 80)} is none of the ${runs.length} runs that are kept`);
}
