import { z } from "zod";
import { reading } from "../access.ts";
import { findSlo } from "../find.ts";
import { Problem } from "../problem.ts";
import { readQuery } from "../query.ts";
import type { Route } from "../route.ts";
import { burnTableSchema } from "../schemas/burn.ts";
import { burnView } from "../views/burn.ts";

const noQuery = z.object({});

export const showBurn: Route = {
  path: "/api/v1/slos/{id}/burn",
  id: "getSloBurn",
  tag: "SLOs",
  summary: "The burn-rate alerts of an SLO, and when each fires if the present goes on",
  description:
    "Both windows are moved forward over the ledger, asked of Prometheus anew: what it holds leaves them when it will, " +
    "and errors and traffic go on as in the last minutes (`present`). `quiet` says where maintenance keeps it from ringing then.",
  params: { id: "The SLO's id, or any shorter form that fits only one" },
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The alerts", schema: burnTableSchema } },
  problems: ["bad-query", "unknown-slo", "ambiguous-slo", "no-snapshot"],
  handle: async ({ params, query, snapshot: read, deps }) => {
    readQuery(noQuery, query);
    const { slo } = findSlo(params.id ?? "", read());
    const outlooks = await deps.outlooks(slo.id);
    // A reload between the two lines may have removed it.
    if (outlooks === undefined) throw new Problem("unknown-slo", `${slo.id} has just been removed`);
    return { json: burnView(outlooks, [...deps.desk.state().windows.values()], deps.now()) };
  },
};
