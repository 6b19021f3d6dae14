import { z } from "zod";
import { reading } from "../access.ts";
import { Problem } from "../problem.ts";
import { readQuery } from "../query.ts";
import type { Route } from "../route.ts";
import { demoPeopleSchema } from "../schemas/demo.ts";

const noQuery = z.object({});

/** Only a demo on loopback has such people: `demoPeople` is refused anywhere else. */
export const demoPeople: Route = {
  path: "/api/v1/demo/people",
  id: "listDemoPeople",
  tag: "People",
  summary: "The people of a demo",
  description: "For the switch in the corner of the web page. Nobody is listed where this is no demo.",
  query: noQuery,
  access: reading,
  answers: { 200: { description: "The people, none where this is no demo", schema: demoPeopleSchema } },
  problems: ["bad-query", "internal"],
  handle: async ({ query, deps }) => {
    readQuery(noQuery, query);
    const items = (await deps.demoPeople?.()) ?? [];
    const read = demoPeopleSchema.safeParse({ items });
    if (!read.success) throw new Problem("internal", "the file of demoPeople holds no people");
    return { json: read.data };
  },
};
