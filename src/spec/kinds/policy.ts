import {
  budgetsJudged,
  changeKinds,
  claimProofs,
  decisions,
  dependencyEffects,
  enforcements,
  looseningEffects,
  states,
} from "../../model/policy.ts";
import { weekdays } from "../../model/window.ts";
import { list, oneOrMany } from "../shapes/list.ts";
import { object, optional, required, type ObjectOf } from "../shapes/object.ts";
import { duration, durationOrZero, percent } from "../shapes/quantities.ts";
import type { failed } from "../shapes/shape.ts";
import { located } from "../shapes/shape.ts";
import { calendarDate, clockTime } from "../shapes/times.ts";
import { flag, name, text, timeZone, wholeNumber, word } from "../shapes/texts.ts";
import { documentShape } from "./envelope.ts";

const decision = word(decisions, "decision");
const effect = word(dependencyEffects, "effect");
const groups = list(name, "a quorum");

const ruleFields = {
  change: optional(oneOrMany(word(changeKinds, "change kind"), "change"), "Kinds of change"),
  environment: optional(oneOrMany(located(name), "environment"), "Environments"),
  state: optional(oneOrMany(word(states, "state"), "state"), "States of the SLO"),
  fastBurn: optional(flag, "Whether the fast tier is firing"),
  then: required(decision, "The decision when every condition holds"),
};
export type WrittenRule = ObjectOf<typeof ruleFields>;

const thresholdFields = {
  watch: optional(located(percent), "Spent budget at which watch is entered"),
  caution: optional(located(percent), "… caution"),
  restricted: optional(located(percent), "… restricted"),
  frozen: optional(located(percent), "… frozen"),
};

const quorumFields = {
  watch: optional(groups, "Groups that must approve at watch"),
  caution: optional(groups, "… at caution"),
  restricted: optional(groups, "… at restricted"),
  frozen: optional(groups, "… when frozen"),
};

const loosening = word(looseningEffects, "effect");
const looseningFields = {
  healthy: optional(loosening, "A promise made easier while healthy"),
  watch: optional(loosening, "… at watch"),
  caution: optional(loosening, "… at caution"),
  restricted: optional(loosening, "… at restricted"),
  frozen: optional(loosening, "… when frozen"),
};

const exceptionFields = {
  maxLength: optional(duration, "Longest time from an exception's start to its expiry"),
  answerWithin: optional(duration, "Reminded after half of it, escalated after it, denied after twice it"),
  escalateTo: optional(groups, "Groups that may sit in for a missing seat once escalated"),
};

const claim = object(
  {
    groups: optional(groups, "Whoever asks must be in one of these groups"),
    proof: optional(word(claimProofs, "proof"), "previous-sha: deployed there successfully within 30 days"),
  },
  "a claim",
);
const claimFields = {
  config: optional(claim, "A change of configuration must be claimed so"),
  fix: optional(claim, "… a fix"),
  security: optional(claim, "… a security update"),
  rollback: optional(claim, "… a rollback"),
  infrastructure: optional(claim, "… a change of infrastructure"),
  experiment: optional(claim, "… an experiment"),
};

const experimentFields = {
  schedule: optional(
    object(
      {
        timeZone: optional(timeZone, "IANA zone of days and hours; unsaid: the policy's"),
        days: optional(list(word(weekdays, "weekday"), "days"), "On which days; unsaid: every day"),
        from: required(located(clockTime), "From this time of day on"),
        to: required(located(clockTime), "Until this time of day"),
        excluded: optional(list(calendarDate, "excluded"), "Dates on which none runs"),
      },
      "schedule",
    ),
    "When experiments may run",
  ),
  floor: optional(located(percent), "What must be left of every budget after the declared cost"),
  approval: optional(groups, "Groups that must approve each experiment"),
};

export const policyShape = documentShape(
  "Policy",
  object(
    {
      description: optional(text, "What the policy is for"),
      timeZone: optional(timeZone, "IANA zone in which quarters and days are counted; built in: UTC"),
      states: optional(object(thresholdFields, "states"), "Spent budget at which each state is entered"),
      leave: optional(
        object(
          {
            margin: optional(located(percent), "Points of budget below the threshold"),
            hold: optional(durationOrZero, "For how long"),
          },
          "leave",
        ),
        "When a state is left again",
      ),
      freshFor: optional(duration, "Older data is unknown"),
      rulesGrace: optional(durationOrZero, "How long numbers of rules that differ from git are judged"),
      onUnregistered: optional(decision, "For services nobody registered"),
      onNoSlo: optional(decision, "For services without an SLO"),
      dependencies: optional(
        object(
          {
            fastBurn: optional(effect, "While a dependency burns fast"),
            frozen: optional(effect, "While a dependency is frozen"),
          },
          "dependencies",
        ),
        "What ailing dependencies do to those who depend on them",
      ),
      gate: optional(list(object(ruleFields, "a gate rule"), "gate"), "First match wins; no match is deny"),
      quorum: optional(object(quorumFields, "quorum"), "Groups that must approve an exception, by state"),
      silverBullets: optional(
        object({ perQuarter: required(wholeNumber(0, 100), "How many a quarter") }, "silverBullets"),
        "Exceptions that need no quorum",
      ),
      exceptions: optional(object(exceptionFields, "exceptions"), "How exceptions are asked for"),
      breakGlass: optional(
        object({ reviewWithin: optional(duration, "Time for its two reviews") }, "breakGlass"),
        "Exceptions that act at once and are looked at afterwards",
      ),
      experiments: optional(object(experimentFields, "experiments"), "What is asked of experiments"),
      claims: optional(object(claimFields, "claims"), "Who may say that a change is of a kind; unsaid: all"),
      enforcement: optional(word(enforcements, "enforcement"), "dry_run records verdicts and lets all pass"),
      judge: optional(word(budgetsJudged, "budget"), "Which budget the states judge"),
      loosening: optional(object(looseningFields, "loosening"), "A promise made easier, by state"),
    },
    "spec of Policy",
  ),
);
export type WrittenPolicy = Exclude<ReturnType<typeof policyShape.decode>, typeof failed>;
