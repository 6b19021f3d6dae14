import { z } from "zod";
import { sayings } from "../../governance/incidents/feedback.ts";
import {
  markedAlertSchema,
  missedSchema,
  proposalsSchema,
  qualitySchema,
} from "../../http/schemas/incidents/quality.ts";
import { CliError, type ExitCode } from "../exit.ts";
import { given } from "../governance/arguments.ts";
import { complete, type Question } from "../governance/ask.ts";
import { act, look } from "../governance/show.ts";
import type { RemoteOptions } from "../remote/options.ts";
import {
  alertLines,
  alertTable,
  missedLines,
  proposalLines,
  qualityLines,
} from "../views/incidents/quality.ts";

export interface ListOptions extends RemoteOptions {
  service?: string;
  slo?: string;
  tier?: string;
  marked?: string;
}

export interface MarkOptions extends RemoteOptions {
  comment?: string;
  began?: string;
}

export interface MissOptions extends RemoteOptions {
  slo?: string;
  from?: string;
  to?: string;
  what?: string;
}

const path = "/api/v1/alerts";
const many = z.object({ items: z.array(markedAlertSchema), total: z.int() });

export const list = (options: ListOptions): Promise<ExitCode> => {
  const { service, slo, tier, marked } = options;
  return look(
    options,
    path,
    { schema: many, lines: ({ items, total }, ink) => alertTable(items, total, ink) },
    { service, slo, tier, marked },
  );
};

export function mark(id: string, as: string, options: MarkOptions): Promise<ExitCode> {
  if (!sayings.some((each) => each === as))
    throw new CliError(`"${as}" is no mark: write ${sayings.join(", ")}`);
  const body = { mark: as, ...given({ comment: options.comment, began: options.began }) };
  const shown = { schema: markedAlertSchema, lines: alertLines };
  return act(options, "POST", `${path}/${encodeURIComponent(id)}/mark`, body, shown);
}

const questions: readonly Question<"slo" | "from" | "what">[] = [
  { key: "slo", flag: "--slo", text: "Which SLO, by its whole id" },
  { key: "from", flag: "--from", text: "When it began" },
  { key: "what", flag: "--what", text: "What nobody was told of" },
];

export async function missed(options: MissOptions): Promise<ExitCode> {
  const { slo, from, to, what } = options;
  const said = await complete(questions, given({ slo, from, what }), "nines alerts missed");
  const body = { ...said, from: new Date(said.from).toISOString(), ...given({ to }) };
  return act(options, "POST", `${path}/missed`, body, { schema: missedSchema, lines: missedLines });
}

export const quality = (
  slo: string | undefined,
  options: RemoteOptions & { service?: string },
): Promise<ExitCode> =>
  slo === undefined
    ? look(
        options,
        `${path}/quality`,
        { schema: qualitySchema, lines: qualityLines },
        { service: options.service },
      )
    : look(options, `/api/v1/slos/${encodeURIComponent(slo)}/alerts/proposals`, {
        schema: proposalsSchema,
        lines: proposalLines,
      });
