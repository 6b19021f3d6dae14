import type { DeploymentInput } from "../governance/deployments/read.ts";
import type { DeploymentOutcome } from "../governance/deployments/deployment.ts";
import type { Question } from "../gate/question.ts";
import { changeKinds, defaultChangeKind, type ChangeKind } from "../model/policy.ts";
import { plain, type PlainReply } from "./plain.ts";

/**
 * Flagger's webhooks. It posts the canary with the metadata that its manifest gives, takes any status above 202 for a
 * no, and repeats 429 and 5xx on its own: so every no is a 403 with one line, also where nines cannot decide.
 */
export const flaggerHooks = ["confirm-rollout", "confirm-promotion", "rollback", "event"] as const;
export type FlaggerHook = (typeof flaggerHooks)[number];

/** The part of Flagger's payload that is read. */
export interface FlaggerPayload {
  name: string;
  namespace: string;
  phase?: string | undefined;
  /** Of the canary's spec: names what goes out, where the metadata does not. */
  checksum?: string | undefined;
  metadata: Readonly<Record<string, string>>;
}

/** What the metadata may say beside what Flagger itself puts there. */
type Ours = "service" | "environment" | "change" | "sha" | "version" | "token";

/** Of the metadata, what is nines'; a name such as `constructor` is no key of it. */
const said = ({ metadata }: FlaggerPayload, key: Ours): string | undefined =>
  Object.hasOwn(metadata, key) ? metadata[key] : undefined;

export const tokenIn = (payload: FlaggerPayload): string | undefined => said(payload, "token");

const shaShape = /^[A-Za-z0-9][A-Za-z0-9._/+:@-]{0,199}$/;

/** May this canary go on? The canary's own name and namespace stand for what the metadata leaves out. */
export function flaggerQuestion(payload: FlaggerPayload): Question | PlainReply {
  const change = said(payload, "change") ?? defaultChangeKind;
  if (!isChange(change))
    return plain(403, `metadata.change is "${change}"; it must be one of ${changeKinds.join(", ")}`);
  const sha = shaOf(payload);
  if (sha !== undefined && !shaShape.test(sha)) return plain(403, "metadata.sha is no commit, tag or digest");
  const { service, environment } = placeOf(payload);
  return {
    subject: { kind: "service", service, environment },
    change,
    group: {},
    ...(sha !== undefined && { sha }),
  };
}

const isChange = (text: string): text is ChangeKind => (changeKinds as readonly string[]).includes(text);

const shaOf = (payload: FlaggerPayload): string | undefined =>
  said(payload, "sha") ?? (payload.checksum === "" ? undefined : payload.checksum);

const placeOf = (payload: FlaggerPayload) => ({
  service: said(payload, "service") ?? payload.name,
  environment: said(payload, "environment") ?? payload.namespace,
});

/** Inverted: Flagger rolls back on a yes. Only a fast burn says so; whatever is not known does not. */
export const rollbackReply = (burning: readonly string[]): PlainReply =>
  burning.length === 0
    ? plain(403, "no rollback: no fast burn is firing")
    : plain(200, `roll back: the fast burn alert of ${burning.join(", ")} fires`);

/** Which phases of a canary say something about its deployment; the others are on the way. */
const outcomes: Readonly<Record<string, DeploymentOutcome | "running">> = {
  Progressing: "running",
  Succeeded: "succeeded",
  Failed: "failed",
  Terminated: "cancelled",
};

/** What an event says of a deployment; undefined when it says nothing. */
export function flaggerDeployment(payload: FlaggerPayload): DeploymentInput | undefined {
  const { phase = "" } = payload;
  const outcome = Object.hasOwn(outcomes, phase) ? outcomes[phase] : undefined;
  if (outcome === undefined) return undefined;
  const [sha, version] = [shaOf(payload), said(payload, "version")];
  return {
    ...placeOf(payload),
    ...(sha !== undefined && { sha }),
    ...(version !== undefined && { version }),
    ...(outcome !== "running" && { outcome }),
  };
}
