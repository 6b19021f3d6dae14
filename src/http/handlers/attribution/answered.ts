import type { Silent } from "../../../runtime/attribution/attribution.ts";
import { Problem } from "../../problem.ts";
import { found } from "../governance/act.ts";

/** @throws Problem `source-silent`, `not-found` */
export function answered<Answer extends object>(
  answer: Answer | Silent | undefined,
  what: string,
  id: string,
): Exclude<Answer, Silent> {
  const known = found(answer, what, id);
  if ("silent" in known) throw sourceSilent(known);
  return known as Exclude<Answer, Silent>;
}

const sourceSilent = ({ silent }: Silent): Problem =>
  new Problem("source-silent", `the ledger could not be read: ${silent.message}`, {}, { "retry-after": "5" });
