import { z } from "zod";
import type { Reading } from "../github/read.ts";

const payloadShape = z.object({
  object_kind: z.literal("merge_request"),
  project: z.object({
    id: z.int().positive(),
    path_with_namespace: z.string().regex(/^[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)+$/),
  }),
  object_attributes: z.object({
    iid: z.int().positive(),
    state: z.string(),
    last_commit: z.object({ id: z.string().regex(/^[0-9a-f]{7,64}$/i) }),
  }),
  external_approval_rule: z.object({ id: z.int().positive() }),
});

/** Reads the delivery of an external status check; the environment stands in the check's address. */
export function readStatusCheck(body: unknown, environment: string): Reading {
  const parsed = payloadShape.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { kind: "wrong", reason: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not understood"}` };
  }
  const { project, object_attributes: merge, external_approval_rule: check } = parsed.data;
  if (merge.state !== "opened") return { kind: "nothing", reason: `the merge request is ${merge.state}` };
  return {
    kind: "question",
    question: {
      repository: project.path_with_namespace,
      environment,
      sha: merge.last_commit.id,
      address: { kind: "gitlab", project: project.id, mergeRequest: merge.iid, check: check.id },
    },
  };
}
