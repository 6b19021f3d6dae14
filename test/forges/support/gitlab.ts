import { type Served, serving } from "../../auth/support/server.ts";

export interface StatusSet {
  project: number;
  mergeRequest: number;
  sha: string;
  external_status_check_id: number;
  status: string;
}

/** A GitLab that takes a status for the newest commit of a merge request alone. */
export interface FakeGitlab extends Served {
  set: StatusSet[];
  state: { head: string; failures: number[] };
}

export const gitlabToken = "glpat-of-the-bot";

export async function startGitlab(head: string): Promise<FakeGitlab> {
  const set: StatusSet[] = [];
  const state = { head, failures: [] as number[] };
  const served = await serving(() => (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const path = /^\/api\/v4\/projects\/(\d+)\/merge_requests\/(\d+)\/status_check_responses$/.exec(
        request.url ?? "",
      );
      const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as StatusSet;
      const status =
        state.failures.shift() ??
        (request.headers["private-token"] !== gitlabToken
          ? 401
          : path === null || body.external_status_check_id !== 3
            ? 404
            : body.sha !== state.head
              ? 409
              : ["passed", "failed", "pending"].includes(body.status)
                ? 201
                : 400);
      if (status === 201) set.push({ ...body, project: Number(path?.[1]), mergeRequest: Number(path?.[2]) });
      response.writeHead(status, { "content-type": "application/json" }).end("{}");
    });
  });
  return { ...served, set, state };
}

export const mergeRequest = (sha: string, changes: object = {}) => ({
  object_kind: "merge_request",
  event_type: "merge_request",
  user: { id: 1, username: "alice" },
  project: { id: 6, name: "search", path_with_namespace: "shop/search" },
  object_attributes: {
    id: 99,
    iid: 4,
    state: "opened",
    target_branch: "main",
    source_branch: "faster",
    last_commit: { id: sha, message: "Faster" },
    ...changes,
  },
  external_approval_rule: {
    id: 3,
    name: "nines",
    external_url: "https://nines.example/api/v1/forges/gitlab",
  },
});
