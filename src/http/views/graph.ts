import { stretchOf, type Course, type Stretch } from "../../model/course.ts";
import { formatDuration } from "../../model/durations.ts";
import { presentBurn } from "../../model/observation.ts";
import type { Seconds } from "../../model/units.ts";
import type { JudgedSlo } from "../../policy/judged.ts";
import { compareAll } from "../../report/graph/compare.ts";
import { graphOf, type Graph, type GraphSlo } from "../../report/graph/graph.ts";
import { layOut } from "../../report/graph/layout.ts";
import { comparedInWords } from "../../report/graph/words.ts";
import type { Courses, ReadCourses } from "../../runtime/courses.ts";
import type { Snapshot } from "../../runtime/snapshot.ts";
import { worstFirst } from "../order.ts";
import type { GraphBody } from "../schemas/graph.ts";
import { cycleView, present } from "./common.ts";
import type { Moment } from "./slo.ts";

export interface GraphAsked {
  environment: string;
  service: string | undefined;
  over: Seconds;
  callers: boolean;
}

/** The courses of more SLOs would be megabytes, and nobody reads that many sentences. */
const mostCompared = 200;

const sloOf = ({ slo, standing, worst, groups }: JudgedSlo): GraphSlo => ({
  id: slo.id,
  name: slo.name,
  objective: slo.objective.text,
  standing: {
    state: standing.state,
    ...(standing.state !== "unknown" && numbersOf(worst)),
    fastBurn: groups.some(({ assessment }) => assessment.fastBurn),
  },
});

/** Numbers that are no longer believed are not shown. */
function numbersOf({ assessment: { raw, burn } }: JudgedSlo["worst"]): { consumed?: number; burn?: number } {
  const present = presentBurn(burn);
  return {
    ...(raw !== undefined && { consumed: raw.consumed }),
    ...(present !== undefined && { burn: present.rate }),
  };
}

/** The graph of a snapshot, and what the ledgers of its services say of each other. */
export async function graphView(
  { environment, service, over, callers }: GraphAsked,
  moment: Moment,
  read: ReadCourses,
): Promise<GraphBody> {
  const { snapshot } = moment;
  const graph = graphOf({
    services: [...snapshot.services.values()],
    environment,
    ...(service !== undefined && { root: service, withCallers: callers }),
    slosOf: (name) => snapshot.slosOf(name, environment).toSorted(worstFirst).map(sloOf),
  });
  return {
    ...(graph as Pick<GraphBody, "environment" | "root" | "services" | "edges">),
    services: placed(graph, callers),
    ...(await comparison(graph, snapshot, stretchOf(over), read)),
    snapshot: cycleView(snapshot, moment.now),
  };
}

/** Where each is drawn; with callers the drawing begins with them rather than with the root. */
function placed(graph: Graph, callers: boolean): GraphBody["services"] {
  const { services, edges } = graph;
  const places = layOut(callers ? { services, edges } : graph);
  return services.map((service) => {
    const { column = 0, row = 0 } = places.get(service.name) ?? {};
    return { ...(service as GraphBody["services"][number]), place: { column, row } };
  });
}

type Comparison = Pick<GraphBody, "compared" | "stretch" | "notCompared">;

async function comparison(
  graph: Graph,
  { byId }: Snapshot,
  stretch: Stretch,
  read: ReadCourses,
): Promise<Comparison> {
  const ids = graph.services.flatMap(({ slos }) => slos.map(({ id }) => id));
  const judged = ids.flatMap((id) => byId.get(id) ?? []);
  const without = reasonAgainst(graph, ids.length);
  if (without !== undefined) return { compared: [], notCompared: without };
  const { courses, silent } = await read(
    judged.map(({ slo }) => slo),
    stretch,
  );
  return present({
    compared: sentences(graph, byId, courses, stretch),
    stretch: { over: formatDuration(stretch.over), step: formatDuration(stretch.step) },
    notCompared: silenceOf(silent),
  });
}

function reasonAgainst({ edges }: Graph, slos: number): string | undefined {
  if (edges.length === 0) return "nothing here depends on anything";
  return slos > mostCompared ? `${slos} SLOs are too many to compare: ask for one service` : undefined;
}

const silenceOf = (silent: Courses["silent"]): string | undefined =>
  silent.length === 0 ? undefined : silent.map(({ message }) => message).join("; ");

const sentences = (
  graph: Graph,
  byId: Snapshot["byId"],
  courses: ReadonlyMap<string, Course>,
  stretch: Stretch,
): GraphBody["compared"] =>
  compareAll(graph, { courses, budgetOf: (id) => byId.get(id)?.slo.objective.budget }, stretch).map(
    (each) => ({
      ...each,
      sentence: comparedInWords(each, stretch),
    }),
  );
