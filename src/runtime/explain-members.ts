import { spendingOf, type Spending } from "../budget/members.ts";
import { isComposite, type CompositeSli, type MissingRule } from "../model/composite.ts";
import { formatDuration } from "../model/durations.ts";
import { label } from "../model/names.ts";
import { isStream, requestStream } from "../model/request-stream.ts";
import type { Slo } from "../model/slo.ts";
import { plain } from "../model/units.ts";
import type { Labels, Reply } from "../query/port.ts";

/** Whose a composite's bad events are, from what the rules recorded of its members; absent of any other SLO. */
export function spendingIn(
  { sli }: Slo,
  bad: number | undefined,
  reply: Reply | undefined,
  isOfGroup: (labels: Labels) => boolean,
): Spending | undefined {
  if (!isComposite(sli) || bad === undefined) return undefined;
  if (reply?.kind !== "vector") return sli.kind === "any" ? spendingOf(sli, bad, new Map()) : undefined;
  const ofGroup = reply.samples.filter(({ labels }) => isOfGroup(labels));
  return spendingOf(
    sli,
    bad,
    new Map(ofGroup.map(({ labels, value }) => [labels[label.member] ?? "", value])),
  );
}

/** How a composite comes to its events, one sentence a line; nothing of any other SLO. */
export function compositionInWords(slo: Slo): readonly string[] {
  const { sli } = slo;
  if (!isComposite(sli)) return [];
  const found = sli.kind === "all" ? requestStream(sli) : undefined;
  if (found !== undefined && isStream(found))
    return [
      `all of ${namesOf(sli)}: they look at one stream of requests, so each request counts once, good when it is good for all; one that several call bad belongs to the first of them`,
    ];
  return [
    `${rules[sli.kind](sli)}, in each interval of ${formatDuration(slo.ledgerInterval)}: a composite's window weighs time, not its members' traffic`,
    ...(found === undefined ? [] : [`requests cannot be counted one by one: ${found.because}`]),
    `an interval in which a member has no data ${missing[sli.missing]}`,
  ];
}

const namesOf = ({ members }: CompositeSli): string => members.map(({ slo }) => slo.id).join(", ");

const rules: Readonly<Record<CompositeSli["kind"], (sli: CompositeSli) => string>> = {
  all: (sli) => `all of ${namesOf(sli)}: the error ratio of the worst member counts`,
  any: (sli) => `any of ${namesOf(sli)}: the error ratio of the best member counts`,
  weighted: ({ members }) =>
    `weighted: ${members.map(({ slo, weight }) => `${plain(weight)} × ${slo.id}`).join(" + ")}, of ${plain(members.reduce((sum, { weight }) => sum + weight, 0))}`,
};

const missing: Readonly<Record<MissingRule, string>> = {
  noData: "is not recorded",
  good: "counts it as good",
  bad: "counts it as bad, unless no member has any",
  ignore: "is made of the others",
};
