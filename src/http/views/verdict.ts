import type { Reason, Verdict } from "../../gate/verdict.ts";
import type { ReasonBody, VerdictBody } from "../schemas/verdict.ts";
import { iso, toMilliseconds } from "./common.ts";

// JSON.stringify drops undefined fields by itself; here is the hot path, so nothing is copied for tidiness.
const reasonView = ({ dataAge, ...reason }: Reason): ReasonBody =>
  ({ ...reason, dataAgeSeconds: dataAge && toMilliseconds(dataAge) }) as ReasonBody;

export const verdictView = (verdict: Verdict): VerdictBody =>
  ({
    ...verdict,
    reasons: verdict.reasons.map(reasonView),
    exceptions: verdict.exceptions?.map((each) => ({ ...each, expiry: iso(each.expiry) })),
    evaluatedAt: iso(verdict.evaluatedAt),
    validUntil: iso(verdict.validUntil),
  }) as VerdictBody;
