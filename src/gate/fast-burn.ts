import { groupKey } from "../model/observation.ts";
import type { Timestamp } from "../model/units.ts";
import type { Question } from "./question.ts";
import { groupsAsked } from "./reasons.ts";
import { resolve } from "./subject.ts";
import type { GateView } from "./view.ts";

/**
 * SLOs (and groups of them) of what a question is about whose fast burn alert fires, as Prometheus itself says; none
 * when the view is older than a verdict would hold, since nobody knows whether they still do.
 */
export function burningFast({ subject, group }: Question, view: GateView, now: Timestamp): readonly string[] {
  const resolved = resolve(subject, view);
  if ("cause" in resolved || now - view.finishedAt > 2 * view.interval) return [];
  return resolved
    .flatMap(({ service, environment }) => view.slosOf(service.name, environment))
    .filter(({ slo }) => slo.gate)
    .flatMap((judged) =>
      groupsAsked(judged, group)
        .filter(({ assessment }) => assessment.fastBurn)
        .map(({ assessment }) => {
          const key = groupKey(assessment.group);
          return key === "" ? judged.slo.id : `${judged.slo.id} {${key}}`;
        }),
    );
}
