import type { Timestamp } from "../../model/units.ts";
import { type CountedJourney, countedQuery, readCounted } from "../../query/counted.ts";
import type { RuntimePorts } from "../ports.ts";

export interface Counted {
  journeys: readonly CountedJourney[];
  /** Sources that did not answer. */
  silent: readonly string[];
}

/** Where journeys are counted from, whoever reports them. */
export type ReadCounted = () => Promise<Counted>;

/** Seconds for which an answer is good enough: pages ask again with every cycle, and there may be many pages. */
const goodFor = 10;

/** Asks every source, and the same for all who ask at about the same time. */
export function countedReader({ sources, now }: Pick<RuntimePorts, "sources" | "now">): ReadCounted {
  let held: { at: Timestamp; counted: Promise<Counted> } | undefined;
  const ask = async (): Promise<Counted> => {
    const answers = await Promise.all(
      sources.map(async (source) => {
        const [reply] = await source.ask([countedQuery]);
        return { name: source.name, journeys: readCounted(reply) };
      }),
    );
    return {
      journeys: answers.flatMap(({ journeys = [] }) => journeys),
      silent: answers.filter(({ journeys }) => journeys === undefined).map(({ name }) => name),
    };
  };
  return () => {
    const at = now();
    if (held === undefined || at - held.at > goodFor || at < held.at) held = { at, counted: ask() };
    return held.counted;
  };
}
