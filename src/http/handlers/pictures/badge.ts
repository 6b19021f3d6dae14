import { z } from "zod";
import { tidy } from "../../../model/units.ts";
import { causeWords, groupText } from "../../../model/wording.ts";
import { badgeSvg, type Badge } from "../../../report/pictures/badge.ts";
import { themes } from "../../../report/pictures/drawing.ts";
import { everybody } from "../../access.ts";
import { findSlo } from "../../find.ts";
import { splitGroup } from "../../groups.ts";
import { Problem } from "../../problem.ts";
import { readQuery } from "../../query.ts";
import type { Reply, Route } from "../../route.ts";
import { pictureReply, pictureType } from "./reply.ts";
import { judgedBudget, type Shown, shownOf } from "./standing.ts";

export const themeQuery = z.object({
  theme: z.enum(themes).default("auto").meta({ description: "`auto` follows whoever looks" }),
});

const notPublic =
  "badges are not public here: nines serve --public-badges lets everybody who reaches it see them";

/** `91 % spent`: whole percents, never rounded up. */
const whole = (share: number): string => `${Math.floor(tidy(share * 100))} %`;

function badgeOf(shown: Shown): Badge {
  const { slo, state, cause, group } = shown;
  const of = groupText(group);
  const label = `${slo.service} ${slo.name}${of === "" ? "" : ` {${of}}`}`;
  const budget = judgedBudget(shown);
  const message =
    state === "unknown" || budget === undefined
      ? `${state === "unknown" ? "unknown" : state} · ${cause === undefined ? "no data" : causeWords[cause]}`
      : `${whole(budget.consumed)} spent · ${state}`;
  return { label, message, state };
}

/** What somebody sees in the place of a badge that there is none of; names of other SLOs are not told. */
const failures: Readonly<Record<string, string>> = {
  "unknown-slo": "no such SLO",
  "ambiguous-slo": "several SLOs fit",
  "bad-query": "no such badge",
  "no-snapshot": "nothing is known yet",
  "too-many-requests": "asked too often",
};

function refuse(error: unknown): Reply {
  const problem = error instanceof Problem ? error : undefined;
  if (problem?.code === "no-such-path")
    return { status: 404, type: "text/plain; charset=utf-8", text: `${notPublic}\n` };
  const message = failures[problem?.code ?? ""] ?? "no answer";
  return {
    status: problem?.status ?? 500,
    type: pictureType,
    text: badgeSvg({ label: "nines", message, state: "unknown" }),
    headers: { "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'" },
  };
}

export const showBadge: Route = {
  path: "/badge/{id}.svg",
  id: "getBadge",
  tag: "SLOs",
  summary: "An SLO's state as a badge",
  description:
    "`checkout availability | 91 % spent · restricted`, for READMEs and wikis. Only where nines is started with " +
    "`--public-badges`, and then for everybody. The worst group's, or that of `group.<label>=<value>`.",
  params: { id: "The SLO's id, or any shorter form that fits only one" },
  query: themeQuery,
  access: everybody,
  answers: {
    200: { description: "The badge", type: "image/svg+xml" },
    304: { description: "It has not changed", type: "image/svg+xml" },
  },
  problems: [],
  refuse,
  handle: ({ params, query, snapshot: read, now, deps, header }) => {
    if (deps.pictures?.publicBadges !== true) throw new Problem("no-such-path", notPublic);
    const { group, rest } = splitGroup(query);
    const { theme } = readQuery(themeQuery, rest);
    const snapshot = read();
    const shown = shownOf(findSlo(params.id ?? "", snapshot), group, snapshot, now);
    return pictureReply(badgeSvg(badgeOf(shown), theme), {
      isPublic: true,
      seconds: snapshot.interval,
      ifNoneMatch: header("if-none-match"),
    });
  },
};
