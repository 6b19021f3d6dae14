import { z } from "zod";
import { incidentDetailSchema, incidentSchema } from "../../http/schemas/incidents/incident.ts";
import type { ExitCode } from "../exit.ts";
import { given } from "../governance/arguments.ts";
import { complete } from "../governance/ask.ts";
import { act, look } from "../governance/show.ts";
import type { RemoteOptions } from "../remote/options.ts";
import { incidentLines, incidentTable } from "../views/incidents/incident.ts";

export interface ListOptions extends RemoteOptions {
  service?: string;
  environment?: string;
  state?: string;
}

export interface OpenOptions extends RemoteOptions {
  service?: string;
  environment?: string;
  title?: string;
  began?: string;
}

export interface NoteOptions extends RemoteOptions {
  text?: string;
  region?: string;
  at?: string;
}

export interface ActionOptions extends RemoteOptions {
  what?: string;
  region?: string;
  started?: string;
  finished?: string;
  outcome?: string;
  reason?: string;
  ended?: string;
}

const path = "/api/v1/incidents";
const pathOf = (id: string, verb?: string): string =>
  `${path}/${encodeURIComponent(id)}${verb === undefined ? "" : `/${verb}`}`;
const one = { schema: incidentDetailSchema, lines: incidentLines };
const many = z.object({ items: z.array(incidentSchema), total: z.int() });

export const list = (options: ListOptions): Promise<ExitCode> => {
  const { service, environment, state } = options;
  return look(
    options,
    path,
    { schema: many, lines: ({ items, total }, ink) => incidentTable(items, total, ink) },
    { service, environment, state },
  );
};

export const show = (id: string, options: RemoteOptions): Promise<ExitCode> => look(options, pathOf(id), one);

const titled = [
  { key: "service" as const, flag: "--service", text: "Of which service" },
  { key: "title" as const, flag: "--title", text: "What is wrong, in a few words" },
];

export async function open(options: OpenOptions): Promise<ExitCode> {
  const { service, title, environment, began: startedAt } = options;
  const said = await complete(titled, given({ service, title }), "nines incident open");
  return act(options, "POST", path, { ...said, ...given({ environment, startedAt }) }, one);
}

export const change = (id: string, options: OpenOptions): Promise<ExitCode> => {
  const { title, began: startedAt } = options;
  return act(options, "PUT", pathOf(id), given({ title, startedAt }), one);
};

export async function note(id: string, options: NoteOptions): Promise<ExitCode> {
  const { text, region, at } = options;
  const asked = { key: "text" as const, flag: "--text", text: "What the others should know" };
  const said = await complete([asked], given({ text }), "nines incident note");
  return act(options, "POST", pathOf(id, "note"), { ...said, ...given({ region, at }) }, one);
}

export async function action(id: string, options: ActionOptions): Promise<ExitCode> {
  const { what, region, started: startedAt, finished: finishedAt, outcome } = options;
  const asked = { key: "what" as const, flag: "--what", text: "What is being done" };
  const said = await complete([asked], given({ what }), "nines incident action");
  const body = { ...said, ...given({ region, startedAt, finishedAt, outcome }) };
  return act(options, "POST", pathOf(id, "action"), body, one);
}

export const finish = (id: string, action: string, options: ActionOptions): Promise<ExitCode> => {
  const { finished: finishedAt, outcome } = options;
  return act(options, "POST", pathOf(id, "finish"), { action, ...given({ finishedAt, outcome }) }, one);
};

export const close = (id: string, options: ActionOptions): Promise<ExitCode> => {
  const { reason, ended: endedAt } = options;
  return act(options, "POST", pathOf(id, "close"), given({ reason, endedAt }), one);
};

export const reopen = (id: string, { reason, ...options }: ActionOptions): Promise<ExitCode> =>
  act(options, "POST", pathOf(id, "reopen"), given({ reason }), one);
