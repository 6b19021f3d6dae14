import type { ForgeRequest } from "../governance/forge/request.ts";
import type { ForgePeer, Said, Saying } from "../runtime/forge-clerk.ts";
import { openExchange, reasonOf, type Answered } from "./exchange.ts";

export interface GitlabOptions {
  /** `https://gitlab.example`, without a slash at the end. */
  url: string;
  /** A token that may set status checks, read anew each time. */
  token: () => Promise<string>;
}

/** GitLab takes a pending check for failed after two minutes. */
const waitingAgain = 60;

const statusOf = { approved: "passed", rejected: "failed", waiting: "pending" } as const;

/** Sets external status checks of merge requests. */
export function openGitlab({ url, token }: GitlabOptions): ForgePeer & { close: () => Promise<void> } {
  const exchanger = openExchange();
  const say = async ({ address, sha }: ForgeRequest, { state }: Saying): Promise<Said> => {
    if (address.kind !== "gitlab") return { kind: "gone", reason: "it is no request of GitLab" };
    const { project, mergeRequest, check } = address;
    try {
      return judge(
        await exchanger.send({
          method: "POST",
          url: `${url}/api/v4/projects/${project}/merge_requests/${mergeRequest}/status_check_responses`,
          headers: { "private-token": await token() },
          json: { sha, external_status_check_id: check, status: statusOf[state] },
        }),
      );
    } catch (error) {
      return { kind: "failed", reason: reasonOf(error) };
    }
  };
  return { kind: "gitlab", say, waitingAgain, close: exchanger.close };
}

/** 409: the merge request has another commit by now, which GitLab asks about anew; 404: it or its check is gone. */
function judge({ status, after }: Answered): Said {
  if (status >= 200 && status < 300) return { kind: "said" };
  const reason = `GitLab answered ${status}`;
  if (status === 409) return { kind: "gone", reason: "the merge request has another commit by now" };
  if (status === 404 || status === 422) return { kind: "gone", reason };
  return { kind: "failed", reason, ...(after !== undefined && { after }) };
}
