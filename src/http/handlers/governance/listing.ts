import { z } from "zod";
import { pageOf, pagingQuery } from "../../paging.ts";
import { Problem } from "../../problem.ts";
import type { Asked } from "../../route.ts";

export const text = (description: string) => z.string().min(1).max(200).optional().meta({ description });

/** What every list of governance can be narrowed by. */
export const listFields = {
  service: text("Only of this service"),
  mine: z.enum(["true", "false"]).default("false").meta({ description: "`true`: only what I asked for" }),
  waitingForMe: z
    .enum(["true", "false"])
    .default("false")
    .meta({ description: "`true`: only what I could approve now" }),
  ...pagingQuery,
};

/** States separated by commas. */
export const statesQuery = <State extends string>(states: readonly State[]) =>
  z
    .string()
    .transform((list) => list.split(","))
    .pipe(z.array(z.enum(states)))
    .optional()
    .meta({ type: "string", description: `Only these states, separated by commas: ${states.join(", ")}` });

export const listSchema = <Item extends z.ZodType>(item: Item, id: string) =>
  z
    .object({
      items: z.array(item),
      total: z.int().min(0),
      page: z.int().min(1),
      limit: z.int().min(1),
      next: z.string().optional().meta({ description: "Path of the next page" }),
    })
    .meta({ id });

/** One page, made into what is answered item by item. */
export function paged<Item, Body>(
  all: readonly Item[],
  paging: { page: number; limit: number },
  asked: Asked,
  view: (item: Item) => Body,
): { items: Body[]; total: number; page: number; limit: number; next?: string } {
  const { items, ...page } = pageOf(all, paging, asked.url);
  return { ...page, items: items.map(view) };
}

/**
 * Who asks, for lists that are about them.
 * @throws Problem `identity-required`
 */
export function whoIsMeant({ identity }: Asked, query: { mine: string; waitingForMe: string }) {
  if (identity === undefined && (query.mine === "true" || query.waitingForMe === "true"))
    throw new Problem("identity-required", "mine and waitingForMe need to know who asks: bring a token");
  return identity;
}
