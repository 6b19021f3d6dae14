import { z } from "zod";
import { groupText } from "../../model/wording.ts";
import type { JudgedGroup } from "../../policy/judged.ts";
import { reading } from "../access.ts";
import { findSlo } from "../find.ts";
import { pageOf, pagingQuery } from "../paging.ts";
import { readQuery } from "../query.ts";
import type { Route } from "../route.ts";
import { groupListSchema, type GroupListBody } from "../schemas/slo.ts";
import { cycleView } from "../views/common.ts";
import { groupView } from "../views/slo.ts";

const groupsQuery = z.object({
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: "Only groups with this text in their labels" }),
  sort: z
    .enum(["spent", "worst"])
    .default("spent")
    .meta({ description: "`spent`: by what they consumed; `worst` puts first what needs a person" }),
  ...pagingQuery,
});

/** What is not judged comes last, whatever it spent. */
const bySpending = (a: JudgedGroup, b: JudgedGroup): number =>
  Number(a.assessment.gone) - Number(b.assessment.gone) ||
  (b.assessment.raw?.consumed ?? -1) - (a.assessment.raw?.consumed ?? -1);

export const listGroups: Route = {
  path: "/api/v1/slos/{id}/groups",
  id: "listSloGroups",
  tag: "SLOs",
  summary: "The groups of an SLO, by what they spent",
  description: "In pages. An SLO that is not grouped has one, without labels.",
  params: { id: "The SLO's id, or any shorter form that fits only one" },
  query: groupsQuery,
  access: reading,
  answers: { 200: { description: "The groups that match", schema: groupListSchema } },
  problems: ["bad-query", "unknown-slo", "ambiguous-slo", "no-snapshot"],
  handle: ({ params, query: raw, snapshot: read, now, url }) => {
    const query = readQuery(groupsQuery, raw);
    const snapshot = read();
    const { slo, groups } = findSlo(params.id ?? "", snapshot);
    const part = query.q?.toLowerCase();
    const found = groups.filter(
      ({ assessment }) => part === undefined || groupText(assessment.group).toLowerCase().includes(part),
    );
    const { items, ...page } = pageOf(
      query.sort === "spent" ? found.toSorted(bySpending) : found,
      query,
      url,
    );
    const body: GroupListBody = {
      items: items.map((group) => groupView(slo, group, { snapshot, now })),
      ...page,
      snapshot: cycleView(snapshot, now),
    };
    return { json: body };
  },
};
