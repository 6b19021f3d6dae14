import type { Verdict } from "../gate/verdict.ts";
import { decisionWords } from "../model/wording.ts";

/** What a controller is answered that reads the status and, of the body, at most one line. */
export interface PlainReply {
  status: 200 | 403;
  line: string;
}

/** Whatever a sentence holds, it stays one line of plain text, and short enough for an event of Kubernetes. */
const longest = 1_000;

export function plain(status: PlainReply["status"], text: string): PlainReply {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();
  return { status, line: line.length <= longest ? line : `${line.slice(0, longest - 1)}…` };
}

/** The verdict as a status: 200 lets pass, 403 holds back, and the line says why. */
export function statusReply(verdict: Verdict): PlainReply {
  const { allowed, decision, change, services, environment, reasons, dryRun } = verdict;
  const what = `${change} of ${services.join(", ") || "an unknown service"} to ${environment}`;
  const watched = dryRun === undefined ? "" : ` (dry run: it would be ${decisionWords[dryRun.decision]})`;
  const [worst] = reasons;
  const why =
    worst === undefined ? "" : `: ${worst.slo === undefined ? "" : `${worst.slo}: `}${worst.sentence}`;
  return plain(allowed ? 200 : 403, `${decisionWords[decision]}${watched}: ${what}${why}`);
}
