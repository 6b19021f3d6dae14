import { z } from "zod";
import type { ForgeQuestion } from "../../governance/forge/request.ts";

/** What of a delivery nines needs; GitHub sends far more. */
const payloadShape = z.object({
  action: z.literal("requested"),
  environment: z.string().min(1).max(255),
  deployment_callback_url: z.string().max(1_000),
  sha: z.string().optional(),
  deployment: z.object({ sha: z.string() }).optional(),
  repository: z.object({ full_name: z.string().regex(/^[A-Za-z0-9._-]+\/[A-Za-z0-9._-]+$/) }),
  installation: z.object({ id: z.int().positive() }),
});

export type Reading<Question = ForgeQuestion> =
  | { kind: "question"; question: Question }
  /** Of another event: nothing is asked. */
  | { kind: "nothing"; reason: string }
  | { kind: "wrong"; reason: string };

/** Reads a `deployment_protection_rule` delivery of a GitHub whose API is at `api`. */
export function readProtectionRule(event: string | undefined, body: unknown, api: string): Reading {
  if (event !== "deployment_protection_rule")
    return { kind: "nothing", reason: `${event ?? "no event"} asks nothing` };
  const parsed = payloadShape.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { kind: "wrong", reason: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not understood"}` };
  }
  const { environment, repository, installation, deployment, sha = deployment?.sha } = parsed.data;
  const run = runOf(parsed.data.deployment_callback_url, api, repository.full_name);
  if (run === undefined)
    return {
      kind: "wrong",
      reason: `deployment_callback_url leads elsewhere than to ${repository.full_name} at ${api}`,
    };
  if (sha === undefined || !/^[0-9a-f]{7,64}$/i.test(sha))
    return { kind: "wrong", reason: "it names no commit" };
  return {
    kind: "question",
    question: {
      repository: repository.full_name,
      environment,
      sha,
      address: { kind: "github", run, installation: installation.id },
    },
  };
}

/** The number of the run that waits, from the one address that an answer may go to. */
export function runOf(callback: string, api: string, repository: string): number | undefined {
  const start = `${api}/repos/${repository}/actions/runs/`;
  const end = "/deployment_protection_rule";
  const isThere =
    callback.slice(0, start.length).toLowerCase() === start.toLowerCase() && callback.endsWith(end);
  const run = callback.slice(start.length, -end.length);
  return isThere && /^[1-9]\d{0,14}$/.test(run) ? Number(run) : undefined;
}
