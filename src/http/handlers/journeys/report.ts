import { only, requireIdentity } from "../../access.ts";
import { Problem } from "../../problem.ts";
import { writing } from "../../route.ts";
import { reportReceiptSchema, reportSchema } from "../../schemas/journey-report.ts";

/** What `nines probe --report` sends. Kept in memory, for looking alone: no counter, no SLI and no state moves by it. */
export const takeReport = writing({
  tag: "Journeys",
  method: "post",
  path: "/api/v1/journeys/runs",
  id: "reportJourneyRuns",
  summary: "What a prober tells of its runs, to be looked at",
  description:
    "Sent by `nines probe --report`. A run is kept once, however often it is told, and the last 200 of each journey at " +
    "each location. SLOs count what Prometheus says and nothing of this. Runs of journeys that are not defined here " +
    "are refused one by one; times are set right by how far the prober's clock is off.",
  body: reportSchema,
  access: only("prober"),
  answers: { 200: { description: "What it came to", schema: reportReceiptSchema } },
  problems: ["body-too-large", "location-refused"],
  handle: (asked) => {
    const { deps, body, now } = asked;
    const { subject } = requireIdentity(asked);
    const { journeys: reader } = deps;
    if (reader === undefined) throw new Problem("location-refused", "no journeys are kept by this server");
    const journeys = new Set(reader.defined().map(({ name }) => name));
    const shelved = reader.reports.take(body, { by: subject, now: now * 1_000, journeys });
    if (!shelved.ok) throw new Problem("location-refused", shelved.message);
    reader.received(shelved.receipt);
    return { json: shelved.receipt };
  },
});
