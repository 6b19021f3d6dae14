import type { CompositeSli } from "../../model/composite.ts";
import { series } from "../../model/names.ts";
import type { Slo } from "../../model/slo.ts";
import { plain } from "../../model/units.ts";
import { aggregate, brackets, call, chain, ownOver } from "../promql.ts";
import type { LedgerTime } from "../sli/growth.ts";
import type { SliRules } from "../sli/sli.ts";
import { ledgerRatio } from "../windows.ts";
import { ratioOf, sideBySide, termsOf, trafficOf, type RulesOf, type Terms } from "./terms.ts";

/** One event is one second: of each interval so much is bad as its members' error ratios make of it. */
export function byTime(slo: Slo, sli: CompositeSli, time: LedgerTime, rules: RulesOf): SliRules {
  const members = sli.members.map((member) => termsOf(slo, member, time, rules));
  const { interval } = time;
  const shares = sharesOf(slo, sli, members, interval);
  return {
    // Its budget counts intervals, so it burns in intervals, over short windows too.
    ratio: (window) => ledgerRatio(slo, window),
    badEvents: (window) => `sum_over_time(${ownOver(slo, series.ledgerBad, window)})`,
    pair: {
      total: `${interval} * ${brackets(trafficIn(slo, sli, members))}`,
      bad:
        shares === undefined ? leastBad(slo, sli, members, interval) : aggregate("sum", slo.groupBy, shares),
    },
    ...(shares !== undefined && { shares }),
    anomalies: () => [],
  };
}

const on = ({ groupBy }: Slo): string => `on (${groupBy.join(", ")})`;
const by = ({ groupBy }: Slo): string => (groupBy.length === 0 ? "" : ` by (${groupBy.join(", ")}) `);

/** A sample where every member has data: adding needs all of them. */
const allThere = (members: readonly Terms[]): string =>
  brackets(members.map(({ total }) => total).join("\n+ "));
/** A sample where any member has data. */
const anyThere = (members: readonly Terms[]): string =>
  brackets(chain("or", ...members.map(({ total }) => total)));

/** What a missing member counts as where it counts as bad: an interval is asked of the members that are there. */
const orWhole = (expr: string, members: readonly Terms[]): string =>
  brackets(chain("or", expr, `1 + 0 * ${anyThere(members)}`));

const countsMissingAsBad = ({ kind, missing }: CompositeSli): boolean => missing === "bad" && kind !== "any";

/** 1 where the interval counts, 0 where all members are idle. */
function trafficIn(slo: Slo, sli: CompositeSli, members: readonly Terms[]): string {
  const traffic = members.map((member) => ({ id: member.id, expr: trafficOf(member) }));
  if (sli.missing === "noData") return `${brackets(traffic.map(({ expr }) => expr).join("\n+ "))} > bool 0`;
  const counted = countsMissingAsBad(sli)
    ? traffic.map(({ id, expr }) => ({ id, expr: orWhole(expr, members) }))
    : traffic;
  return aggregate("max", slo.groupBy, sideBySide(counted));
}

const guarded = (slo: Slo, sli: CompositeSli, expr: string, members: readonly Terms[]): string =>
  sli.missing === "noData" ? `${expr}\nand ${on(slo)}\n${allThere(members)}` : expr;

/** The bad seconds of an interval by member, where they can be told: their sum is the composite's. */
function sharesOf(
  slo: Slo,
  sli: CompositeSli,
  members: readonly Terms[],
  interval: number,
): string | undefined {
  const ratios = members.map((member) => {
    const ratio = ratioOf(member);
    return { ...member, expr: countsMissingAsBad(sli) ? orWhole(ratio, members) : ratio };
  });
  switch (sli.kind) {
    case "all":
      // The worst speaks for all; of several the one that is written first.
      return guarded(
        slo,
        sli,
        `${interval} * ${call(`topk${by(slo)}`, `1, ${sideBySide(ratios)}`)}`,
        members,
      );
    case "weighted": {
      const weighed = ratios.map(({ id, weight, expr }) => ({ id, expr: `${plain(weight)} * ${expr}` }));
      const all = brackets(sideBySide(weighed));
      return guarded(slo, sli, `${interval} * ${all} ${divisor(slo, sli, members)}`, members);
    }
    case "any":
      return undefined;
  }
}

/** The sum of the weights; of those that are there when the others are ignored. */
function divisor(slo: Slo, { missing }: CompositeSli, members: readonly Terms[]): string {
  if (missing !== "ignore") return `/ ${plain(members.reduce((sum, { weight }) => sum + weight, 0))}`;
  const there = members.map(({ id, weight, total }) => ({ id, expr: `(${plain(weight)} + 0 * ${total})` }));
  return `/ ${on(slo)} group_left ()\n${aggregate("sum", slo.groupBy, sideBySide(there))}`;
}

/** While one member is good, `any` is. */
function leastBad(slo: Slo, sli: CompositeSli, members: readonly Terms[], interval: number): string {
  const ratios = members.map((member) => ({ id: member.id, expr: ratioOf(member) }));
  const least = `${interval} * ${aggregate("min", slo.groupBy, sideBySide(ratios))}`;
  if (sli.missing !== "good") return guarded(slo, sli, least, members);
  return chain("or", brackets(`${least}\nand\n${allThere(members)}`), `0 * ${anyThere(members)}`);
}
