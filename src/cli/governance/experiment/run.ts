import {
  experimentDetailSchema,
  experimentSchema,
  signalSchema,
} from "../../../http/schemas/governance/experiment.ts";
import { exit, type ExitCode } from "../../exit.ts";
import { ask, bodyOf } from "../../remote/client.ts";
import type { RemoteOptions } from "../../remote/options.ts";
import { experimentLines, experimentTable, signalLines } from "../../views/governance/experiment.ts";
import { given } from "../arguments.ts";
import { complete, type Question } from "../ask.ts";
import { type Kept, keptAt } from "../kept.ts";
import { act, print } from "../show.ts";

export interface RequestOptions extends RemoteOptions {
  service?: string;
  environment?: string;
  title?: string;
  hypothesis?: string;
  blastRadius?: string;
  cost?: number;
  maxSpend?: number;
  maxBurn?: number;
  length?: string;
}

export interface EndOptions extends RemoteOptions {
  reason?: string;
}

export const experiments: Kept = keptAt({
  plural: "experiments",
  command: "experiment",
  item: experimentSchema,
  detail: experimentDetailSchema,
  lines: experimentLines,
  rows: experimentTable,
});

const one = { schema: experimentDetailSchema, lines: experimentLines };
const pathOf = (id: string, verb: string): string => `/api/v1/experiments/${encodeURIComponent(id)}/${verb}`;

type Needed = "service" | "environment" | "title" | "blastRadius" | "length";

const questions: readonly Question<Needed>[] = [
  { key: "service", flag: "--service", text: "On which service" },
  { key: "environment", flag: "--environment", text: "Where", usual: "production" },
  { key: "title", flag: "--title", text: "What is tried" },
  { key: "blastRadius", flag: "--blast-radius", text: "What it is confined to" },
  { key: "length", flag: "--length", text: "Over within", usual: "30m" },
];

/** What an experiment costs and may cost at most when nobody says: little, and no more than a page would ring for. */
const usual = { cost: 0.01, burn: 14.4 };

export async function request(options: RequestOptions): Promise<ExitCode> {
  const { service, environment, title, blastRadius, length, hypothesis } = options;
  const said = given({ service, environment, title, blastRadius, length });
  const answers = await complete<Needed>(questions, said, "nines experiment request");
  const cost = options.cost ?? usual.cost;
  const caps = { spend: options.maxSpend ?? Math.min(2 * cost, 1), burn: options.maxBurn ?? usual.burn };
  return act(
    options,
    "POST",
    "/api/v1/experiments",
    { ...answers, ...given({ hypothesis }), cost, caps },
    one,
  );
}

export const start = (id: string, options: RemoteOptions): Promise<ExitCode> =>
  act(options, "POST", pathOf(id, "start"), {}, one);

export const finish = (id: string, options: EndOptions): Promise<ExitCode> =>
  act(options, "POST", pathOf(id, "finish"), given({ reason: options.reason }), one);

export async function abort(id: string, options: EndOptions): Promise<ExitCode> {
  const why = { key: "reason" as const, flag: "--reason", text: "Why" };
  const body = await complete([why], given({ reason: options.reason }), "nines experiment abort");
  return act(options, "POST", pathOf(id, "abort"), body, one);
}

/** Exit 0 while it may go on, 1 once it has to stop: for loops and hooks. */
export async function signal(id: string, options: RemoteOptions): Promise<ExitCode> {
  const found = bodyOf(await ask(options, pathOf(id, "abort-signal"), signalSchema));
  print(options, found, signalLines);
  return found.go ? exit.good : exit.inputAtFault;
}
