import { exceptionDetailSchema, exceptionSchema } from "../../../http/schemas/governance/exception.ts";
import type { ExitCode } from "../../exit.ts";
import { given } from "../arguments.ts";
import { complete } from "../ask.ts";
import { type Kept, keptAt } from "../kept.ts";
import { act } from "../show.ts";
import type { RemoteOptions } from "../../remote/options.ts";
import { exceptionLines, exceptionTable } from "../../views/governance/exception.ts";

export const one = { schema: exceptionDetailSchema, lines: exceptionLines };

export const pathOf = (id: string, verb = ""): string =>
  `/api/v1/exceptions/${encodeURIComponent(id)}${verb === "" ? "" : `/${verb}`}`;

export const exceptions: Kept = keptAt({
  plural: "exceptions",
  command: "exception",
  item: exceptionSchema,
  detail: exceptionDetailSchema,
  lines: exceptionLines,
  rows: exceptionTable,
});

export interface ReviewOptions extends RemoteOptions {
  verdict?: "justified" | "not-justified";
  comment?: string;
}

const aboutIt = { key: "comment" as const, flag: "--comment", text: "What you found" };
const verdicts: readonly string[] = ["justified", "not-justified"];

export async function review(id: string, options: ReviewOptions): Promise<ExitCode> {
  const verdict = {
    key: "verdict" as const,
    flag: "--verdict",
    text: verdicts.join(" or "),
    problem: (answer: string) => (verdicts.includes(answer) ? undefined : verdicts.join(" or ")),
  };
  const said = given({ verdict: options.verdict, comment: options.comment });
  const body = await complete<"verdict" | "comment">([verdict, aboutIt], said, "nines exception review");
  return act(options, "POST", pathOf(id, "review"), body, one);
}

export async function followUp(id: string, options: ReviewOptions): Promise<ExitCode> {
  const done = { ...aboutIt, text: "What was done" };
  const body = await complete([done], given({ comment: options.comment }), "nines exception follow-up");
  return act(options, "POST", pathOf(id, "follow-up"), body, one);
}
