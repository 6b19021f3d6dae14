import type { Slo } from "../../model/slo.ts";
import { priced, rulesOf, sumUp, type SloCost } from "../../survey/cost.ts";
import type { Inspected } from "../../survey/port.ts";
import type { Survey } from "../../survey/survey.ts";
import { progress } from "../terminal/progress.ts";

/** At most so many at once, and each answer in the place of its question. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  // All workers take from one iterator.
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return results;
}

/** Asks a server what each rule of the SLOs reads when it is evaluated. */
export async function priceRules(
  server: Inspected,
  slos: readonly Slo[],
  { series }: Survey,
  atOnce: number,
): Promise<SloCost[]> {
  const rules = slos.flatMap(rulesOf);
  const { step, end } = progress("asking what rules read", rules.length);
  const costs = await inTurns(rules, atOnce, async (rule) => {
    const samples = await server.cost(rule.expr);
    step();
    return priced(rule, typeof samples === "number" ? samples : undefined);
  }).finally(end);
  const bySlo = Map.groupBy(costs, ({ slo }) => slo);
  return slos.map(({ id }) => sumUp(id, series.get(id) ?? 0, bySlo.get(id) ?? []));
}
