import { correctionDetailSchema, correctionSchema } from "../../../http/schemas/governance/correction.ts";
import { type CorrectionEffect, correctionEffects } from "../../../model/correction.ts";
import type { ExitCode } from "../../exit.ts";
import { given } from "../arguments.ts";
import { complete, type Question } from "../ask.ts";
import { type Kept, keptAt } from "../kept.ts";
import { act } from "../show.ts";
import type { RemoteOptions } from "../../remote/options.ts";
import { correctionLines, correctionTable } from "../../views/governance/correction.ts";

export interface RequestOptions extends RemoteOptions {
  service?: string;
  environment?: readonly string[];
  slo?: readonly string[];
  from?: string;
  to?: string;
  effect?: CorrectionEffect;
  reason?: string;
  evidence?: readonly string[];
}

export const corrections: Kept = keptAt({
  plural: "corrections",
  command: "correction",
  item: correctionSchema,
  detail: correctionDetailSchema,
  lines: correctionLines,
  rows: correctionTable,
});

type Needed = "service" | "from" | "to" | "effect" | "reason";

const isMoment = (answer: string): string | undefined =>
  Number.isNaN(Date.parse(answer)) ? "write it as 2026-11-20T02:00:00Z" : undefined;

const questions: readonly Question<Needed>[] = [
  { key: "service", flag: "--service", text: "Whose budget" },
  { key: "from", flag: "--from", text: "From when", problem: isMoment },
  { key: "to", flag: "--to", text: "Until when", problem: isMoment },
  {
    key: "effect",
    flag: "--effect",
    text: "drop it, or count its bad events as good (drop, count-good)",
    usual: "drop",
    problem: (answer) =>
      (correctionEffects as readonly string[]).includes(answer) ? undefined : "drop or count-good",
  },
  { key: "reason", flag: "--reason", text: "Why it should count otherwise" },
];

export async function request(options: RequestOptions): Promise<ExitCode> {
  const { service, from, to, effect, reason, slo, environment, evidence } = options;
  const said = given({ service, from, to, effect, reason });
  const answers = await complete<Needed>(questions, said, "nines correction request");
  const body = {
    ...answers,
    from: new Date(answers.from).toISOString(),
    to: new Date(answers.to).toISOString(),
    ...given({ slos: slo, environments: environment, evidence }),
  };
  return act(options, "POST", "/api/v1/corrections", body, {
    schema: correctionDetailSchema,
    lines: correctionLines,
  });
}
