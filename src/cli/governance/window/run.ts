import type { WindowKind } from "../../../model/governance/states.ts";
import type { WindowActs } from "../../../governance/windows/window.ts";
import {
  windowDetailSchema,
  windowSchema,
  type WindowDetailBody,
} from "../../../http/schemas/governance/window.ts";
import { CliError, type ExitCode } from "../../exit.ts";
import { given } from "../arguments.ts";
import { complete, type Question } from "../ask.ts";
import { type Kept, keptAt } from "../kept.ts";
import { act } from "../show.ts";
import { ask, bodyOf } from "../../remote/client.ts";
import type { RemoteOptions } from "../../remote/options.ts";
import { windowLines, windowTable } from "../../views/governance/window.ts";

export interface WindowOptions extends RemoteOptions {
  service?: string;
  kind?: WindowKind;
  title?: string;
  reason?: string;
  environment?: readonly string[];
  slo?: readonly string[];
  group?: Readonly<Record<string, string>>;
  from?: string;
  to?: string;
  rrule?: string;
  start?: string;
  timeZone?: string;
  length?: string;
  alerts: boolean;
  budget?: WindowActs["budget"];
  gate?: WindowActs["gate"];
}

export const windows: Kept = keptAt({
  plural: "windows",
  command: "window",
  item: windowSchema,
  detail: windowDetailSchema,
  lines: windowLines,
  rows: windowTable,
});

const one = { schema: windowDetailSchema, lines: windowLines };

type Needed = "service" | "title" | "reason";
const questions: readonly Question<Needed>[] = [
  { key: "service", flag: "--service", text: "Whose" },
  { key: "title", flag: "--title", text: "What it is, in a few words" },
  { key: "reason", flag: "--reason", text: "Why" },
];

/** Once, or by a rule: said whole or not at all. */
function scheduleFrom({ from, to, rrule, start, timeZone, length }: WindowOptions): object | undefined {
  if (rrule !== undefined) {
    if (start === undefined || timeZone === undefined || length === undefined)
      throw new CliError("--rrule needs --start, --time-zone and --length");
    return { kind: "recurring", rrule, start, timeZone, length };
  }
  if (from === undefined && to === undefined) return undefined;
  return { kind: "once", from: from ?? new Date().toISOString(), to };
}

export async function create(options: WindowOptions): Promise<ExitCode> {
  const { service, title, reason, kind, environment, slo, group, alerts, budget, gate } = options;
  const words = await complete<Needed>(questions, given({ service, title, reason }), "nines window create");
  const schedule = scheduleFrom(options);
  if (schedule === undefined || (options.rrule === undefined && options.to === undefined))
    throw new CliError(
      "until when? --to 4h (with --from), or --rrule with --start, --time-zone and --length",
    );
  const body = {
    ...words,
    kind: kind ?? "maintenance",
    environments: environment ?? ["production"],
    schedule,
    acts: { alerts, ...given({ budget, gate }) },
    ...given({ slos: slo, group }),
  };
  return act(options, "POST", "/api/v1/windows", body, one);
}

/** What no option says stays; a schedule and its acts are sent whole. */
export async function change(id: string, options: WindowOptions): Promise<ExitCode> {
  const path = `/api/v1/windows/${encodeURIComponent(id)}`;
  const { kind, title, reason, environment, slo, group, alerts, budget, gate } = options;
  const now = bodyOf(await ask(options, path, windowDetailSchema));
  const acts = { ...now.acts, ...(!alerts && { alerts: false }), ...given({ budget, gate }) };
  const schedule = changedSchedule(options, now);
  const body = given({ kind, title, reason, environments: environment, slos: slo, group, schedule, acts });
  return act(options, "PUT", path, body, one);
}

function changedSchedule(options: WindowOptions, { schedule }: WindowDetailBody): object | undefined {
  const said = scheduleFrom(options);
  if (said === undefined || options.rrule !== undefined || schedule.kind !== "once") return said;
  return { kind: "once", from: options.from ?? schedule.from, to: options.to ?? schedule.to };
}
