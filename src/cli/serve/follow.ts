import { setTimeout as wait } from "node:timers/promises";
import { isPostgres, type Settings } from "../../config/settings.ts";
import type { Authenticate } from "../../governance/people/authentication.ts";
import type { Desk } from "../../runtime/governance/desk.ts";

/** Milliseconds after which a replica knows at the latest what another one has recorded. */
const pace = 1_000;
/** Milliseconds between two looks into the journal for tokens that nobody here has heard of. */
const shortest = 200;

/** Other replicas record, too: what they did is taken in between cycles. Alone with its journal, none can. */
export function followOthers({ data = "" }: Settings, desk: Desk): () => void {
  if (!isPostgres(data)) return () => undefined;
  let timer: NodeJS.Timeout;
  let stopped = false;
  const look = async (): Promise<void> => {
    // That the journal cannot be read is said by the cycle.
    await desk.refresh().catch(() => undefined);
    if (!stopped) timer = setTimeout(() => void look(), pace);
  };
  timer = setTimeout(() => void look(), pace);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** A token that is not known may have been made by another replica a moment ago: looked up before it is refused. */
export function knowingOthers({ data = "" }: Settings, desk: Desk, authenticate: Authenticate): Authenticate {
  if (!isPostgres(data)) return authenticate;
  let lookedAt = -Infinity;
  let next: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    await wait(Math.max(lookedAt + shortest - performance.now(), 0));
    // Who comes from here on may know of something that this look does not see: the next one is theirs.
    next = undefined;
    lookedAt = performance.now();
    await desk.refresh().catch(() => undefined);
  };
  const lookUp = async (proof: Parameters<Authenticate>[0]) => {
    next ??= look();
    await next;
    return authenticate(proof);
  };
  return (proof) => {
    const found = authenticate(proof);
    if (found instanceof Promise) return found;
    return found.kind === "refused" ? lookUp(proof) : found;
  };
}
