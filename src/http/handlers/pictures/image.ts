import { z } from "zod";
import { groupKey } from "../../../model/observation.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { timestamp } from "../../../model/units.ts";
import { causeWords, formatBurn, formatSpan, groupText, leftText } from "../../../model/wording.ts";
import { type BurnDown, burnDownSvg } from "../../../report/pictures/burn-down.ts";
import { isGenuine } from "../../../report/pictures/link.ts";
import { reading } from "../../access.ts";
import { findSlo } from "../../find.ts";
import { splitGroup } from "../../groups.ts";
import { Problem } from "../../problem.ts";
import { readQuery } from "../../query.ts";
import type { Asked, Route } from "../../route.ts";
import type { HistoryBody } from "../../schemas/history.ts";
import { historyBody } from "../history.ts";
import { themeQuery } from "./badge.ts";
import { type Kept, keptFor } from "./kept.ts";
import { pictureReply } from "./reply.ts";
import { judgedBudget, type Shown, shownOf } from "./standing.ts";

const imageQuery = themeQuery.extend({
  until: z
    .string()
    .regex(/^\d{1,12}$/, "is no time in seconds since 1970")
    .optional()
    .meta({ description: "Of a signed link: when it ends, in seconds since 1970" }),
  signature: z.string().max(100).optional().meta({ description: "Of a signed link" }),
});

function factsOf(shown: Shown): string[] {
  const { slo, standing, state, cause } = shown;
  const budget = judgedBudget(shown);
  const hour = standing.burn.find(({ window }) => window === "1h") ?? standing.burn[0];
  const promised = `${slo.objective.text.replace("%", " %")} over ${slo.window}`;
  if (state === "unknown")
    return [cause === undefined ? "no data" : causeWords[cause], ...ageOf(standing), promised];
  return [
    ...(budget === undefined ? [] : [`${formatPercent(budget.consumed)} consumed`]),
    promised,
    ...(hour === undefined ? [] : [`burn 1h ${formatBurn(hour.rate)}`]),
    `left: ${leftText(standing.exhaustion)}`,
    ...ageOf(standing),
  ];
}

const ageOf = ({ dataAgeSeconds }: Shown["standing"]): string[] =>
  dataAgeSeconds === undefined ? [] : [`data ${formatSpan(dataAgeSeconds)} old`];

const secondsOf = (iso: string) => timestamp(Date.parse(iso) / 1_000);

/** What was left after each step, of what may be bad in the whole window. */
function pointsOf({ points, carried, allowedBad = 0 }: HistoryBody): BurnDown["points"] {
  let { bad } = carried;
  return points.map(([at, more]) => {
    bad += more;
    return [timestamp(at), allowedBad === 0 ? 1 : 1 - bad / allowedBad];
  });
}

const drawingOf = (shown: Shown, history: HistoryBody, now: Asked["now"]): BurnDown => ({
  name: `${shown.slo.id}${groupKey(shown.group) === "" ? "" : ` {${groupText(shown.group)}}`}`,
  state: shown.state,
  facts: factsOf(shown),
  window: { from: secondsOf(history.window.from), to: secondsOf(history.window.to) },
  points: pointsOf(history),
  marks: history.marks.map(({ kind, from, to }) => ({
    kind,
    from: secondsOf(from),
    ...(to !== undefined && { to: secondsOf(to) }),
  })),
  ...(history.silent !== undefined && { note: history.silent.message }),
  at: now,
});

/** A link that nines signed opens this one picture, without groups, to whoever has it. */
function isSigned({ params, query, deps, now }: Pick<Asked, "params" | "query" | "deps" | "now">): boolean {
  const { until, signature, theme: _, ...others } = query;
  const key = deps.pictures?.key;
  if (key === undefined || typeof until !== "string" || typeof signature !== "string") return false;
  if (Object.keys(others).length > 0 || !/^\d{1,12}$/.test(until)) return false;
  return isGenuine(key, { slo: params.id ?? "", until: Number(until), signature }, now);
}

async function draw(asked: Asked): Promise<Kept> {
  const { params, query, snapshot: read, now, deps } = asked;
  const { group, rest } = splitGroup(query);
  const { theme } = readQuery(imageQuery, rest);
  const snapshot = read();
  const judged = findSlo(params.id ?? "", snapshot);
  const shown = shownOf(judged, group, snapshot, now);
  return keptFor(
    deps,
    `${judged.slo.id}\n${groupKey(shown.group)}\n${theme}\n${snapshot.cycle}`,
    now,
    async () => {
      const history = await deps.history(judged.slo.id);
      const of = history?.groups.find((each) => groupKey(each.group) === groupKey(shown.group));
      // A reload between the two may have removed it.
      if (history === undefined || of === undefined)
        throw new Problem("unknown-slo", `${judged.slo.id} has just been removed`);
      return burnDownSvg(drawingOf(shown, historyBody(history, of, { deps, now }), now), theme);
    },
  );
}

export const showImage: Route = {
  path: "/image/{id}.svg",
  id: "getImage",
  tag: "SLOs",
  summary: "An SLO's burn-down as a picture",
  description:
    "For chats and tickets: the budget over its window, its state, and what happened meanwhile. Whoever may read may " +
    "see it, and whoever has a link that an announcement was given (`until` and `signature`). The worst group's, or " +
    "that of `group.<label>=<value>`.",
  params: { id: "The SLO's id, or any shorter form that fits only one" },
  query: imageQuery,
  access: reading,
  opens: isSigned,
  answers: {
    200: { description: "The picture", type: "image/svg+xml" },
    304: { description: "It has not changed", type: "image/svg+xml" },
  },
  problems: ["bad-query", "unknown-slo", "ambiguous-slo", "no-snapshot"],
  handle: async (asked) => {
    const { svg, left } = await draw(asked);
    return pictureReply(svg, {
      isPublic: isSigned(asked),
      seconds: left,
      ifNoneMatch: asked.header("if-none-match"),
    });
  },
};
