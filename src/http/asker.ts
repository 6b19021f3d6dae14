import type { Request } from "express";
import type { Authenticate, Authentication } from "../governance/people/authentication.ts";
import type { Snapshot } from "../runtime/snapshot.ts";
import type { AppDeps } from "./deps.ts";
import { Problem } from "./problem.ts";

const anonymous: Authentication = { kind: "anonymous" };

/** Node gathers headers by name only when asked to, for as much as the rest of a request costs. */
function countOf(name: string, { rawHeaders }: Request): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2)
    if (rawHeaders[at]?.length === name.length && rawHeaders[at]?.toLowerCase() === name) count += 1;
  return count;
}

/** Not awaited where nothing has to be waited for: the gate's time is counted in microseconds. */
export function whoAsks(request: Request, { people }: AppDeps): ReturnType<Authenticate> {
  const { authorization, cookie } = request.headers;
  if (people === undefined || (authorization === undefined && cookie === undefined)) return anonymous;
  // Node keeps the first of several; a proxy in between may have looked at another one.
  if (authorization !== undefined && countOf("authorization", request) > 1) return { kind: "refused" };
  return people.authenticate({
    ...(authorization !== undefined && { authorization }),
    ...(cookie !== undefined && { cookie }),
  });
}

const noSnapshot = (): Problem =>
  new Problem(
    "no-snapshot",
    "the first cycle has not finished yet; ask again in a few seconds",
    {},
    { "retry-after": "5" },
  );

/** @throws Problem `no-snapshot` before the first cycle has finished */
export function currentOf({ snapshots }: Pick<AppDeps, "snapshots">): Snapshot {
  const snapshot = snapshots.current();
  if (snapshot === undefined) throw noSnapshot();
  return snapshot;
}
