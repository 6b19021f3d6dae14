import { isComposite, type CompositeSli, type Measured } from "../../model/composite.ts";
import { plain } from "../../model/units.ts";
import { isStream, requestStream } from "../../model/request-stream.ts";
import type { Slo } from "../../model/slo.ts";
import type { WrittenSlo } from "../kinds/service.ts";
import type { Report } from "../report.ts";

interface Promised {
  slo: Slo;
  weight: number;
}

/** What is worth knowing of a composite and its members together. */
export function checkComposite(
  slo: Slo,
  written: WrittenSlo,
  members: readonly Promised[],
  report: Report,
): void {
  const { sli } = slo;
  if (!isComposite(sli)) return;
  checkPromise(slo, sli, written, members, report);
  checkCounting(slo, sli, written, report);
}

/** Bad events that members may have without breaking their own promises, as this composite would count them. */
function allowedBy({ kind }: CompositeSli, members: readonly Promised[]): { share: number; sum: string } {
  const text = ({ slo }: Promised) => `${slo.service}.${slo.name} ${slo.objective.text}`;
  switch (kind) {
    case "all": {
      const least = members.reduce((least, each) => (budgetOf(each) > budgetOf(least) ? each : least));
      return { share: budgetOf(least), sum: text(least) };
    }
    case "any":
      return {
        share: members.reduce((product, each) => product * budgetOf(each), 1),
        sum: members.map(text).join(" and "),
      };
    case "weighted": {
      const all = members.reduce((sum, { weight }) => sum + weight, 0);
      return {
        share: members.reduce((sum, each) => sum + each.weight * budgetOf(each), 0) / all,
        sum: members.map((each) => `${plain(each.weight)} × ${text(each)}`).join(" + "),
      };
    }
  }
}

const budgetOf = ({ slo }: Promised): number => slo.objective.budget;

const consequences = {
  all: "it is broken while every member keeps its promise",
  any: "they fail together more often than that, even if each fails by itself",
  weighted: "it is broken while every member keeps its promise",
} as const;

function checkPromise(
  { objective }: Slo,
  sli: CompositeSli,
  { keys, name }: WrittenSlo,
  members: readonly Promised[],
  report: Report,
): void {
  const { share, sum } = allowedBy(sli, members);
  if (objective.budget >= share - 1e-12) return;
  const message = `${objective.text} is promised on top of ${sum}, which give ${exactPercent(1 - share)}: ${consequences[sli.kind]}`;
  const place = keys.objective ?? name.place;
  report("objective-above-members", place, message, "lower it, or raise what the members promise");
}

const exactPercent = (value: number): string => `${Number((value * 100).toFixed(6))}%`;

/** Requests of one service look like one stream; where they cannot be counted one by one, that is no secret. */
function checkCounting({ service }: Slo, sli: CompositeSli, written: WrittenSlo, report: Report): void {
  if (sli.kind !== "all" || !sli.members.every(({ slo }) => countsRequestsOf(service, slo))) return;
  const found = requestStream(sli);
  if (isStream(found)) return;
  const message = `its requests cannot be counted one by one: ${found.because}. In each interval the worst member's error ratio counts`;
  const remedy =
    "read all of it from one histogram that carries the label of failures, or ignore this with a reason";
  report("composite-by-time", written.sli.place, message, remedy);
}

const countsRequestsOf = (service: string, { id, sli, budgeting }: Measured): boolean =>
  id.startsWith(`${service}.`) &&
  budgeting.kind === "occurrences" &&
  (sli.kind === "ratio" || (sli.kind === "latency" && sli.journey === undefined));
