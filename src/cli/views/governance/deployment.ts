import type { z } from "zod";
import type { DeploymentBody, deploymentDetailSchema } from "../../../http/schemas/governance/deployment.ts";
import { printable, type Ink } from "../../terminal/ink.ts";
import { table } from "../../terminal/table.ts";
import { labelled } from "../../terminal/wrap.ts";
import { dayAndTime } from "../moments.ts";
import { historyLines } from "./history.ts";

const nameOf = ({ sha, version }: DeploymentBody): string =>
  [version, sha].filter((name) => name !== undefined).join(" ");

const stateOf = ({ outcome }: DeploymentBody): string => outcome ?? "running";

export function deploymentLines(deployment: z.output<typeof deploymentDetailSchema>, ink: Ink): string[] {
  const { id, service, environment, started, finished, run, decision, link, recordedBy } = deployment;
  const optional = Object.entries({ run, decision, link }).flatMap(([name, value]) =>
    value === undefined ? [] : labelled(name, printable(value), 10),
  );
  return [
    `${ink("bold", id)}  ${stateOf(deployment)}`,
    `  ${printable(nameOf(deployment))} of ${printable(service)} to ${printable(environment)}`,
    "",
    ...labelled("started", dayAndTime(started), 10),
    ...(finished === undefined ? [] : labelled("finished", dayAndTime(finished), 10)),
    ...labelled("told by", printable(recordedBy), 10),
    ...optional,
    ...historyLines(deployment.history, ink),
  ];
}

export function deploymentTable(items: readonly DeploymentBody[], total: number, ink: Ink): string[] {
  if (items.length === 0) return ["No deployment fits."];
  const [heading = "", ...rows] = table(
    ["id", "state", "service", "environment", "what", "started", "finished"].map((title) => ({ title })),
    items.map((each) => [
      each.id,
      stateOf(each),
      printable(each.service),
      printable(each.environment),
      printable(nameOf(each)),
      dayAndTime(each.started),
      each.finished === undefined ? "" : dayAndTime(each.finished),
    ]),
  );
  const more = total > items.length ? [`… and ${total - items.length} more; --json lists all`] : [];
  return [ink("dim", heading), ...rows, ...more];
}
