import type { ServiceName } from "./company.ts";
import type { People } from "./people.ts";
import type { Answer, Send } from "./send.ts";

/** What somebody was told, and therefore relies on. */
export interface Told {
  /** Exceptions by id, with the tag in their reason. */
  exceptions: Map<string, string>;
  approvals: { exception: string; by: string }[];
  /** Decisions by id. */
  decisions: Map<string, { sha: string; allowed: boolean }>;
  /** What should never have been answered, in words. */
  wrong: string[];
  /** Rounds that a client had to give up. */
  failed: string[];
  /** Answers in all. */
  answers: number;
}

export const nothingTold = (): Told => ({
  exceptions: new Map(),
  approvals: [],
  decisions: new Map(),
  wrong: [],
  failed: [],
  answers: 0,
});

interface Part {
  send: Send;
  people: People;
  told: Told;
  service: ServiceName;
}

/** Plays rounds for one service until told to stop: asked for, approved by two, used up, and asked for too often. */
export async function play(part: Part, isOver: () => boolean): Promise<void> {
  for (let round = 0; !isOver(); round++) {
    const tag = `${part.service}-${round}`;
    try {
      await playRound(part, tag, 1 + (round % 3));
    } catch (error) {
      part.told.failed.push(`${tag}: ${(error as Error).message}`);
    }
  }
}

async function playRound(part: Part, tag: string, maxUses: number): Promise<void> {
  const { id, requestHash } = await ask(part, tag, maxUses);
  // Both at the same instant: exactly one of them is the last one needed.
  await Promise.all([
    approve(part, id, requestHash, "bob", part.people.bob),
    approve(part, id, requestHash, "carol", part.people.carol),
  ]);
  const shas = Array.from({ length: maxUses + 2 }, (_, n) => `${tag}-${n}`);
  const answers = await Promise.all(shas.map((sha) => decide(part, sha, `${sha}/1`)));
  const allowed = answers.filter((each) => each.allowed);
  if (allowed.length > maxUses) part.told.wrong.push(`${tag}: ${allowed.length} passed, ${maxUses} may`);
  const [one] = allowed;
  if (one === undefined) return;
  const again = await decide(part, one.sha, `${one.sha}/2`);
  if (again.id !== one.id) part.told.wrong.push(`${one.sha}: asked again, ${again.id} instead of ${one.id}`);
}

async function say(part: Part, token: string, path: string, body: unknown, key: string): Promise<Answer> {
  const answer = await part.send({ method: "POST", path, token, body, key });
  part.told.answers += 1;
  return answer;
}

const refused = ({ status, body }: Answer): Error =>
  new Error(`${status} ${String(body.code)}: ${String(body.detail)}`);

async function ask(part: Part, tag: string, maxUses: number): Promise<{ id: string; requestHash: string }> {
  const body = {
    service: part.service,
    environments: ["production"],
    change: { kinds: ["feature"] },
    reason: { category: "customer-commitment", text: tag },
    businessImpact: "a customer waits",
    risk: "small",
    rollbackPlan: "deploy the former one",
    maxUses,
  };
  const answer = await say(part, part.people.alice, "/api/v1/exceptions", body, tag);
  if (answer.status !== 201) throw refused(answer);
  const [id, requestHash] = [String(answer.body.id), String(answer.body.requestHash)];
  part.told.exceptions.set(id, tag);
  return { id, requestHash };
}

async function approve(
  part: Part,
  id: string,
  requestHash: string,
  who: string,
  token: string,
): Promise<void> {
  const path = `/api/v1/exceptions/${id}/approve`;
  const answer = await say(part, token, path, { requestHash }, `${id}/${who}`);
  if (answer.status >= 300) throw refused(answer);
  part.told.approvals.push({ exception: id, by: `${who}@example.org` });
}

interface Decision {
  id: string;
  sha: string;
  allowed: boolean;
}

async function decide(part: Part, sha: string, key: string): Promise<Decision> {
  const body = { service: part.service, environment: "production", change: "feature", sha };
  const answer = await say(part, part.people.pipeline, "/api/v1/gate/decisions", body, key);
  if (answer.status >= 300) throw refused(answer);
  const [id, allowed] = [String(answer.body.id), answer.body.allowed === true];
  part.told.decisions.set(id, { sha, allowed });
  return { id, sha, allowed };
}
