import { z } from "zod";
import type { BurnLine } from "../../runtime/ledgers/burn-lines.ts";
import { reading } from "../access.ts";
import { badQuery, readQuery } from "../query.ts";
import type { Route } from "../route.ts";
import { type BurnLineBody, type BurnLinesBody, burnLinesSchema } from "../schemas/burn-lines.ts";
import { iso } from "../views/common.ts";

/** As many as somebody sees at once; what is beyond is asked for when it is scrolled to. */
const most = 100;

const query = z.object({
  slo: z
    .string()
    .max(20_000)
    .meta({
      description: `Ids of up to ${most} SLOs, separated by commas; those that are gone are left out`,
    }),
});

/** A ten-thousandth of a budget is less than a pixel. */
const lineView = (slo: string, { from, to, left, back }: BurnLine): BurnLineBody => ({
  slo,
  from: iso(from),
  to: iso(to),
  left: left.map((share) => Math.round(share * 1e4) / 1e4),
  ...(back !== undefined && { back: iso(back) }),
});

export const listBurnLines: Route = {
  path: "/api/v1/burn-lines",
  id: "listBurnLines",
  tag: "SLOs",
  summary: "How the budgets of many SLOs went down",
  description:
    "For lists: the burn-down of each SLO's worst group over its window in at most sixty steps, from the ledger. Lines are " +
    "kept for five minutes. The whole of one SLO is `GET /api/v1/slos/{id}/history`.",
  query,
  access: reading,
  answers: { 200: { description: "The lines", schema: burnLinesSchema } },
  problems: ["bad-query", "no-snapshot"],
  handle: async ({ query: raw, snapshot: read, deps }) => {
    const ids = [...new Set(readQuery(query, raw).slo.split(","))];
    if (ids.length > most)
      throw badQuery([{ parameter: "slo", message: `names ${ids.length} SLOs; at most ${most} at once` }]);
    const { byId } = read();
    const slos = ids.map((id) => byId.get(id)).filter((judged) => judged !== undefined);
    const { lines, silent } = await deps.burnLines(slos);
    const body: BurnLinesBody = {
      items: [...lines].map(([id, line]) => lineView(id, line)),
      silent: [...new Set(silent.map(({ message }) => message))],
    };
    return { json: body };
  },
};
