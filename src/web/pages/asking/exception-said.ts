import type { ExceptionBody } from "../../../http/schemas/governance/exception.ts";
import { keptMoment, linesOf, linksOf, localMinute, momentOf, percentText, shareOf } from "./read.ts";

export const emptySaid = {
  ...{ text: "", businessImpact: "", risk: "", rollbackPlan: "" },
  ...{ expiry: "", maxUses: "1", maxBudgetCost: "", evidence: "", followUp: "" },
  silverBullet: false,
};

/** What stands in the form. */
export type Said = typeof emptySaid & {
  service: string;
  environment: string;
  sha: string;
  change: string;
  category: string;
};

/** What was not filled in is not sent: then the server's own word counts. */
const given = (name: string, value: string): object => (value.trim() === "" ? {} : { [name]: value.trim() });

/** The request as the API takes it. */
export function bodyOf(said: Said, isBroken = false): object {
  const cost = shareOf(said.maxBudgetCost);
  return {
    service: said.service.trim(),
    environments: linesOf(said.environment),
    ...(said.sha.trim() !== "" || !isBroken
      ? { change: { ...given("sha", said.sha), kinds: linesOf(said.change) } }
      : {}),
    reason: { category: said.category, text: said.text },
    ...(isBroken
      ? {
          ...given("businessImpact", said.businessImpact),
          ...given("risk", said.risk),
          ...given("rollbackPlan", said.rollbackPlan),
        }
      : { businessImpact: said.businessImpact, risk: said.risk, rollbackPlan: said.rollbackPlan }),
    ...(said.expiry !== "" && { expiry: momentOf(said.expiry) }),
    ...(said.maxUses.trim() !== "" && { maxUses: Number(said.maxUses) }),
    ...(cost !== undefined && { maxBudgetCost: cost }),
    ...(linksOf(said.evidence).length > 0 && { evidence: linksOf(said.evidence) }),
    ...given("followUp", said.followUp),
    ...(said.silverBullet && !isBroken && { silverBullet: true }),
  };
}

/** Kinds of change as the form names them: one, several, or nothing for any. */
export const kindsText = ({ change }: Pick<ExceptionBody, "change">): string => change.kinds.join(", ");

/** A request as it stands in the form. */
export const saidOf = (body: ExceptionBody): Said => ({
  service: body.service,
  environment: body.environments.join(", "),
  sha: body.change.sha ?? "",
  change: kindsText(body),
  category: body.reason.category,
  text: body.reason.text,
  ...{ businessImpact: body.businessImpact, risk: body.risk, rollbackPlan: body.rollbackPlan },
  expiry: localMinute(new Date(body.expiry)),
  maxUses: String(body.maxUses),
  maxBudgetCost: body.maxBudgetCost === undefined ? "" : percentText(body.maxBudgetCost),
  evidence: body.evidence.join("\n"),
  followUp: body.followUp ?? "",
  silverBullet: body.silverBullet,
});

/** The request as it is to be, whole: what the form does not show stays as it was read. */
export const editOf = (said: Said, read: ExceptionBody): object => {
  const { repository } = read.change;
  const change = {
    ...given("sha", said.sha),
    ...(repository !== undefined && { repository }),
    kinds: linesOf(said.change),
  };
  return {
    ...bodyOf(said),
    change,
    slos: read.slos,
    start: read.start,
    ...(said.expiry !== "" && { expiry: keptMoment(said.expiry, read.expiry) }),
    requestHash: read.requestHash,
  };
};
