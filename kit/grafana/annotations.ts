/** One annotation as the fake Grafana keeps it. */
export interface KeptAnnotation {
  id: number;
  time: number;
  timeEnd: number;
  text: string;
  tags: readonly string[];
}

interface Written {
  time?: number;
  timeEnd?: number;
  text?: string;
  tags?: readonly string[];
}

interface Pair {
  key: string;
  value: string;
}

export interface Reply {
  status: number;
  json: unknown;
}

/** Tags are pairs of a key and a value to Grafana; what follows a second colon is lost. */
const pairsOf = (tags: readonly string[]): Pair[] => {
  const pairs: Pair[] = [];
  for (const tag of tags) {
    const [key = "", value = ""] = tag.split(":").map((part) => part.trim());
    if (key !== "" && !pairs.some((each) => each.key === key && each.value === value))
      pairs.push({ key, value });
  }
  return pairs;
};

const joined = (pairs: readonly Pair[]): string[] =>
  pairs.map(({ key, value }) => (value === "" ? key : `${key}:${value}`));

/** Grafana counts the tags that any of the wanted ones finds, and for "all of them" wants as many as were asked for. */
const isFound = (tags: readonly string[], wanted: readonly Pair[], any: boolean): boolean => {
  if (wanted.length === 0) return true;
  const found = pairsOf(tags).filter(({ key, value }) =>
    wanted.some((each) => each.key === key && (each.value === "" || each.value === value)),
  ).length;
  return any ? found > 0 : found === wanted.length;
};

/** The part of Grafana's API that keeps annotations, with the rules of its own store. */
export function keepAnnotations() {
  const kept = new Map<number, KeptAnnotation>();
  let last = 0;

  const checked = (annotation: KeptAnnotation): Reply | undefined => {
    const pairs = pairsOf(annotation.tags);
    if (pairs.some(({ key, value }) => key.length > 100 || value.length > 100))
      return { status: 500, json: { message: "Failed to save annotation" } };
    const length = 2 + annotation.tags.reduce((sum, tag) => sum + tag.length + 3, 0);
    return length > 500 ? { status: 400, json: { message: "tags length exceeds the maximum" } } : undefined;
  };
  const ordered = (annotation: KeptAnnotation): KeptAnnotation => {
    const end = annotation.timeEnd === 0 ? annotation.time : annotation.timeEnd;
    return { ...annotation, time: Math.min(annotation.time, end), timeEnd: Math.max(annotation.time, end) };
  };
  return {
    /** In the order in which they were written. */
    all: (): readonly KeptAnnotation[] => [...kept.values()],
    search: (query: URLSearchParams): Reply => {
      const [from, to] = [Number(query.get("from") ?? 0), Number(query.get("to") ?? 0)];
      const wanted = pairsOf(query.getAll("tags"));
      const found = [...kept.values()]
        .filter(({ time, timeEnd }) => !(from > 0 && to > 0) || (time <= to && timeEnd >= from))
        .filter(({ tags }) => isFound(tags, wanted, query.get("matchAny") === "true"))
        .sort((a, b) => b.timeEnd - a.timeEnd || b.time - a.time);
      return { status: 200, json: found.slice(0, Number(query.get("limit") ?? 100)) };
    },
    create: ({ time, timeEnd = 0, text = "", tags = [] }: Written): Reply => {
      if (text === "")
        return {
          status: 400,
          json: { message: "Failed to save annotation: text field should not be empty" },
        };
      last += 1;
      const annotation = ordered({
        ...{ id: last, time: time ?? Date.now(), timeEnd, text },
        tags: joined(pairsOf(tags)),
      });
      const problem = checked(annotation);
      if (problem !== undefined) return problem;
      kept.set(last, annotation);
      return { status: 200, json: { message: "Annotation added", id: last } };
    },
    patch: (id: number, { time = 0, timeEnd = 0, text = "", tags }: Written): Reply => {
      const before = kept.get(id);
      if (before === undefined)
        return { status: 404, json: { message: "Could not find annotation to update" } };
      const annotation = ordered({
        id,
        time: time > 0 ? time : before.time,
        timeEnd: timeEnd > 0 ? timeEnd : before.timeEnd,
        text: text === "" ? before.text : text,
        tags: tags === undefined ? before.tags : joined(pairsOf(tags)),
      });
      const problem = checked(annotation);
      if (problem !== undefined) return problem;
      kept.set(id, annotation);
      return { status: 200, json: { message: "Annotation patched" } };
    },
    remove: (id: number): Reply =>
      kept.delete(id)
        ? { status: 200, json: { message: "Annotation deleted" } }
        : { status: 404, json: { message: "Could not find annotation" } },
  };
}

export type Annotations = ReturnType<typeof keepAnnotations>;
