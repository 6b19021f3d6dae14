import { z } from "zod";
import { annotationTag } from "../model/names.ts";
import { timestamp, type Timestamp } from "../model/units.ts";
import {
  annotationKinds,
  type AnnotationText,
  type HeldAnnotation,
  idTag,
  readId,
} from "../report/annotations/annotation.ts";
import type { AnnotationStore } from "../runtime/annotator.ts";
import type { GrafanaConnection } from "./connection.ts";
import { GrafanaTrouble } from "./trouble.ts";

/** What nines reads of an annotation; the rest is passed over. */
const item = z.object({
  id: z.int(),
  time: z.number(),
  timeEnd: z.number().optional(),
  text: z.string(),
  tags: z.array(z.string()).nullish(),
});
const created = z.object({ id: z.int() });

/** Annotations asked for at once; where there are more, the time is halved. */
const page = 1_000;
/** Seconds ahead of now that are listed: an exception's end is known in advance. */
const ahead = 400 * 86_400;

/** Grafana's own store of annotations, those of nines among them. */
export function openAnnotations(connection: GrafanaConnection, now: () => number): AnnotationStore {
  const { ask, url } = connection;
  const search = async (parameters: [string, string][]): Promise<HeldAnnotation[]> => {
    const query = new URLSearchParams(parameters);
    const answer = z.array(item).safeParse(await ask({ method: "GET", path: `${path}?${query.toString()}` }));
    if (answer.success) return answer.data.flatMap(held);
    throw new GrafanaTrouble(
      `Grafana at ${url}: what answers there is not Grafana's API: check the URL's path`,
    );
  };
  const between = async (from: number, to: number): Promise<HeldAnnotation[]> => {
    const found = await search([
      ...annotationKinds.map((kind) => ["tags", annotationTag[kind]] satisfies [string, string]),
      ["matchAny", "true"],
      ["from", String(from)],
      ["to", String(to)],
      ["limit", String(page)],
    ]);
    if (found.length < page) return found;
    if (to - from < 1_000)
      throw new GrafanaTrouble(
        `Grafana at ${url} holds more than ${page} annotations of nines in one second`,
      );
    const half = Math.floor((from + to) / 2);
    return [...(await between(from, half)), ...(await between(half + 1, to))];
  };
  return {
    list: async (since) => {
      const found = await between(Math.max(1, milliseconds(since)), milliseconds(now() + ahead));
      // What reaches from one half of the time into the other is found in both.
      return [...new Map(found.map((each) => [each.key, each])).values()];
    },
    find: (id) => search([["tags", idTag(id)]]),
    create: async (annotation) =>
      created.parse(await ask({ method: "POST", path, json: bodyOf(annotation) })).id,
    update: async (key, annotation) => {
      await ask({ method: "PATCH", path: `${path}/${key}`, json: bodyOf(annotation) });
    },
    remove: async (key) => {
      await ask({ method: "DELETE", path: `${path}/${key}` });
    },
  };
}

const path = "/api/annotations";

const milliseconds = (at: number): number => Math.round(at * 1_000);
const fromMilliseconds = (at: number): Timestamp => timestamp(at / 1_000);

function held({ id: key, time, timeEnd, text, tags }: z.output<typeof item>): HeldAnnotation[] {
  const id = readId(tags ?? []);
  if (id === undefined) return [];
  const to =
    timeEnd === undefined || timeEnd === 0 || timeEnd === time ? {} : { to: fromMilliseconds(timeEnd) };
  return [{ key, id, from: fromMilliseconds(time), ...to, text, tags: tags ?? [] }];
}

/** Always with an end: to a PATCH without one Grafana leaves the end as it was. */
const bodyOf = ({ from, to = from, text, tags }: AnnotationText): unknown => ({
  time: milliseconds(from),
  timeEnd: milliseconds(to),
  text,
  tags,
});
