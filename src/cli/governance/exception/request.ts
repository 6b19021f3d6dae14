import { reasonCategories, type ReasonCategory } from "../../../model/governance/states.ts";
import {
  exceptionDetailSchema,
  type ExceptionDetailBody,
} from "../../../http/schemas/governance/exception.ts";
import type { ChangeKind } from "../../../model/policy.ts";
import type { ExitCode } from "../../exit.ts";
import { given } from "../arguments.ts";
import { complete, type Question } from "../ask.ts";
import { act } from "../show.ts";
import { ask, bodyOf } from "../../remote/client.ts";
import type { RemoteOptions } from "../../remote/options.ts";
import { one, pathOf } from "./decide.ts";

export interface RequestOptions extends RemoteOptions {
  service?: string;
  environment?: readonly string[];
  slo?: readonly string[];
  sha?: string;
  repository?: string;
  change?: readonly ChangeKind[];
  category?: ReasonCategory;
  reason?: string;
  impact?: string;
  risk?: string;
  rollback?: string;
  evidence?: readonly string[];
  from?: string;
  until?: string;
  uses?: number;
  maxCost?: number;
  followUp?: string;
  silverBullet?: true;
}

type Needed = "service" | "environment" | "category" | "reason" | "impact" | "risk" | "rollback";

const isCategory = (answer: string): string | undefined =>
  (reasonCategories as readonly string[]).includes(answer)
    ? undefined
    : `one of ${reasonCategories.join(", ")}`;

export const scopeQuestions: readonly Question<Needed>[] = [
  { key: "service", flag: "--service", text: "Which service changes" },
  { key: "environment", flag: "--environment", text: "Where to", usual: "production" },
];
export const reasonQuestions: readonly Question<Needed>[] = [
  {
    key: "category",
    flag: "--category",
    text: `Why (${reasonCategories.join(", ")})`,
    usual: "customer-commitment",
    problem: isCategory,
  },
  { key: "reason", flag: "--reason", text: "Why it cannot wait" },
];
const riskQuestions: readonly Question<Needed>[] = [
  { key: "impact", flag: "--impact", text: "What it costs to wait" },
  { key: "risk", flag: "--risk", text: "What can go wrong" },
  { key: "rollback", flag: "--rollback", text: "How it is taken back" },
];

/** What the options say, in the words of the API. */
export const bodyFrom = (options: RequestOptions): Record<string, unknown> =>
  given({
    slos: options.slo,
    change:
      options.sha === undefined && options.repository === undefined && options.change === undefined
        ? undefined
        : given({ sha: options.sha, repository: options.repository, kinds: options.change }),
    evidence: options.evidence,
    start: options.from,
    expiry: options.until,
    maxUses: options.uses,
    maxBudgetCost: options.maxCost,
    followUp: options.followUp,
    silverBullet: options.silverBullet,
  });

export const answersIn = (options: RequestOptions): Partial<Record<Needed, string>> => {
  const { service, environment, category, reason, impact, risk, rollback } = options;
  return given({
    service,
    environment: environment?.join(","),
    ...{ category, reason, impact, risk, rollback },
  }) as Partial<Record<Needed, string>>;
};

export const wordsFrom = (answers: Partial<Record<Needed, string>>): Record<string, unknown> =>
  given({
    service: answers.service,
    environments: answers.environment?.split(",").map((name) => name.trim()),
    reason: { category: answers.category, text: answers.reason },
    businessImpact: answers.impact,
    risk: answers.risk,
    rollbackPlan: answers.rollback,
  });

export async function request(options: RequestOptions): Promise<ExitCode> {
  const questions = [...scopeQuestions, ...reasonQuestions, ...riskQuestions];
  const answers = await complete(questions, answersIn(options), "nines exception request");
  const body = { ...wordsFrom(answers), ...bodyFrom(options) };
  return act(options, "POST", "/api/v1/exceptions", body, one);
}

/** The whole request is sent again, so what no option says has to come from how it is now. */
export async function edit(id: string, options: RequestOptions): Promise<ExitCode> {
  const now = bodyOf(await ask(options, pathOf(id), exceptionDetailSchema));
  const { reason: _, ...words } = wordsFrom(answersIn(options));
  const change = { ...now.change, ...(bodyFrom(options).change as object | undefined) };
  const body = {
    ...asRequested(now),
    ...words,
    reason: { category: options.category ?? now.reason.category, text: options.reason ?? now.reason.text },
    ...bodyFrom(options),
    change,
  };
  return act(options, "PUT", pathOf(id), body, one);
}

const asRequested = (now: ExceptionDetailBody): Record<string, unknown> => {
  const { service, slos, environments, businessImpact, risk, rollbackPlan, evidence } = now;
  const { start, expiry, maxUses, maxBudgetCost, followUp } = now;
  return given({
    ...{ service, slos, environments, businessImpact, risk, rollbackPlan, evidence },
    ...{ start, expiry, maxUses, maxBudgetCost, followUp },
  });
};
