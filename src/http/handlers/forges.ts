import { z } from "zod";
import { isSigned } from "../../dialects/forge/signature.ts";
import { readProtectionRule, type Reading } from "../../dialects/github/read.ts";
import { readStatusCheck } from "../../dialects/gitlab/read.ts";
import { askForForge } from "../../governance/forge/commands.ts";
import type { ForgeQuestion } from "../../governance/forge/request.ts";
import { everybody } from "../access.ts";
import { answerOf } from "../acting.ts";
import { Problem } from "../problem.ts";
import { readQuery } from "../query.ts";
import type { Asked, Reply, Route } from "../route.ts";

/** What forges deliver is signed over its very bytes, and larger than what people send. */
export const forgePaths = ["/api/v1/forges/github", "/api/v1/forges/gitlab"] as const;
export const forgeBodyLimit = "2mb";

const takenSchema = z
  .object({
    taken: z.boolean().meta({ description: "Whether something was asked; of other events nothing is" }),
    id: z.string().optional().meta({ description: "The request's id" }),
    repeated: z.boolean().optional().meta({ description: "It was delivered before" }),
    reason: z.string().optional(),
  })
  .meta({ id: "TakenDelivery" });

const answers = { 202: { description: "On the queue, and on disk", schema: takenSchema } };
const problems = ["bad-credentials", "bad-body", "not-found", "journal-unavailable"] as const;

/** @throws Problem `bad-credentials`, alike for a missing, wrong or unreadable secret */
function assertSigned(isRight: boolean): void {
  if (!isRight)
    throw new Problem("bad-credentials", "the delivery is not signed with the secret of this server");
}

async function secretOf(secret: () => Promise<string>, { deps }: Asked): Promise<string> {
  try {
    return await secret();
  } catch (error) {
    deps.logger.error({ err: error }, "the secret of a forge's webhook cannot be read");
    throw new Problem("bad-credentials", "the delivery is not signed with the secret of this server");
  }
}

/** Onto the queue before it is answered: what a forge was told is taken survives every crash. */
async function take(asked: Asked, delivery: string, reading: Reading): Promise<Reply> {
  if (reading.kind === "nothing") return { status: 202, json: { taken: false, reason: reading.reason } };
  if (reading.kind === "wrong") throw new Problem("bad-body", reading.reason);
  const { question }: { question: ForgeQuestion } = reading;
  const result = await asked.deps.desk.act((state, occasion) =>
    askForForge(state, occasion, delivery, question),
  );
  return { status: 202, json: { taken: true, ...answerOf(result) } };
}

const notConfigured = (forge: string): Problem =>
  new Problem("not-found", `this server answers no ${forge}: forges.${forge} is not in its config file`);

const noQuery = z.object({});

const fromGithub: Route = {
  path: forgePaths[0],
  method: "post",
  id: "takeGithubDelivery",
  tag: "Gate",
  summary: "GitHub asks whether a deployment may go on",
  description:
    "The webhook of a GitHub App with a deployment protection rule. Needs `X-Hub-Signature-256`; the answer goes to " +
    "GitHub's API. The same delivery is taken once.",
  query: noQuery,
  access: everybody,
  answers,
  problems,
  handle: async (asked) => {
    readQuery(noQuery, asked.query);
    const github = asked.deps.forges?.github;
    if (github === undefined) throw notConfigured("github");
    const secret = await secretOf(github.secret, asked);
    assertSigned(isSigned(secret, asked.raw ?? Buffer.of(), asked.header("x-hub-signature-256"), "sha256="));
    const delivery = asked.header("x-github-delivery") ?? "";
    if (delivery === "") throw new Problem("bad-body", "x-github-delivery is missing");
    return take(asked, delivery, readProtectionRule(asked.header("x-github-event"), asked.json, github.api));
  },
};

const environmentQuery = z.object({
  environment: z.string().min(1).max(255).meta({ description: "Where a merge goes to, as GitLab calls it" }),
});

const fromGitlab: Route = {
  path: forgePaths[1],
  method: "post",
  id: "takeGitlabDelivery",
  tag: "Gate",
  summary: "GitLab asks whether a merge request may be merged",
  description:
    "The address of an external status check. Needs `X-Gitlab-Signature`, so give the check a shared secret; the " +
    "answer goes to GitLab's API. The same delivery is taken once.",
  query: environmentQuery,
  access: everybody,
  answers,
  problems: ["bad-query", ...problems],
  handle: async (asked) => {
    const gitlab = asked.deps.forges?.gitlab;
    if (gitlab === undefined) throw notConfigured("gitlab");
    const secret = await secretOf(gitlab.secret, asked);
    const raw = asked.raw ?? Buffer.of();
    assertSigned(isSigned(secret, raw, asked.header("x-gitlab-signature"), ""));
    const { environment } = readQuery(environmentQuery, asked.query);
    const delivery = asked.header("idempotency-key") ?? asked.header("x-gitlab-event-uuid") ?? "";
    if (delivery === "")
      throw new Problem("bad-body", "neither idempotency-key nor x-gitlab-event-uuid is there");
    return take(asked, delivery, readStatusCheck(asked.json, environment));
  },
};

export const forgeRoutes: readonly Route[] = [fromGithub, fromGitlab];
