import { approveException, denyException } from "../../../governance/exceptions/answer.ts";
import { followUpException, reviewException } from "../../../governance/exceptions/review.ts";
import { revokeException, withdrawException } from "../../../governance/exceptions/take-back.ts";
import type { Route } from "../../route.ts";
import { exceptionDetailSchema, followUpInput, reviewInput } from "../../schemas/governance/exception.ts";
import { approveInput, optionalReasonInput, reasonInput } from "../../schemas/governance/verbs.ts";
import { type Collection, type Given, verbRoute } from "./verb.ts";

/** A body as the core takes it. */
export const given = <Body>(body: Body): Given<Body> => body as Given<Body>;

export function exceptionVerbs(show: Collection["show"]): readonly Route[] {
  const exceptions: Collection = {
    plural: "exceptions",
    singular: "exception",
    detail: exceptionDetailSchema,
    show,
  };
  return [
    verbRoute(exceptions, {
      verb: "approve",
      summary: "Approve a request, as it was read",
      description: "Fills one seat of its quorum; the last one puts it in force at its start.",
      body: approveInput,
      roles: ["approver"],
      problems: ["own-request", "not-in-quorum", "outdated"],
      command: (input, { state, occasion, identity, asked }) =>
        approveException(state, occasion, identity, input, asked.snapshot()),
    }),
    verbRoute(exceptions, {
      verb: "deny",
      summary: "Turn a request down, for good",
      description: "Whoever may sit in its quorum can.",
      body: reasonInput,
      roles: ["approver", "admin"],
      problems: ["own-request", "not-in-quorum"],
      command: (input, { state, occasion, identity, asked }) =>
        denyException(state, occasion, identity, input, asked.snapshot()),
    }),
    verbRoute(exceptions, {
      verb: "withdraw",
      summary: "Take one's own request back",
      description: "Also once it is approved: it opens no gate from then on.",
      body: optionalReasonInput,
      roles: ["requester", "admin"],
      command: (input, { state, occasion, identity, asked }) =>
        withdrawException(state, occasion, identity, input, asked.snapshot()),
    }),
    verbRoute(exceptions, {
      verb: "revoke",
      summary: "End what was approved, at once",
      description: "Also for changes that it was already used on.",
      body: reasonInput,
      roles: ["approver", "admin"],
      problems: ["not-in-quorum"],
      command: (input, { state, occasion, identity, asked }) =>
        revokeException(state, occasion, identity, input, asked.snapshot()),
    }),
    verbRoute(exceptions, {
      verb: "review",
      summary: "Say what one thinks of a broken glass",
      description: "Two people other than who broke it; the second closes the review.",
      body: reviewInput,
      roles: ["approver", "admin"],
      problems: ["own-request"],
      command: (input, { state, occasion, identity }) => reviewException(state, occasion, identity, input),
    }),
    verbRoute(exceptions, {
      verb: "follow-up",
      summary: "Say that what a silver bullet left to do is done",
      description: "The next one may then be spent.",
      body: followUpInput,
      roles: ["approver", "admin"],
      problems: ["own-request"],
      command: (input, { state, occasion, identity }) => followUpException(state, occasion, identity, input),
    }),
  ];
}
