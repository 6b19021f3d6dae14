import { z } from "zod";

export const pageLimit = 1_000;

const whole = (description: string) =>
  z.coerce.number<string>({ error: "is no number" }).int("is no whole number").meta({ description });

export const pagingQuery = {
  page: whole("Which page, from 1").min(1, "starts at 1").default(1),
  limit: whole("How many a page")
    .min(1, "is at least 1")
    .max(pageLimit, `is at most ${pageLimit}`)
    .default(100),
};

export interface Page<Item> {
  items: readonly Item[];
  total: number;
  page: number;
  limit: number;
  next?: string;
}

/** One page of a whole list. `url` is what was asked; `next` is the same for the following page. */
export function pageOf<Item>(
  all: readonly Item[],
  { page, limit }: { page: number; limit: number },
  url: string,
): Page<Item> {
  const items = all.slice((page - 1) * limit, page * limit);
  const whole = { items, total: all.length, page, limit };
  return page * limit < all.length ? { ...whole, next: withPage(url, page + 1) } : whole;
}

function withPage(url: string, page: number): string {
  const [path = "", query = ""] = url.split("?", 2);
  const parameters = new URLSearchParams(query);
  parameters.set("page", String(page));
  return `${path}?${parameters.toString()}`;
}
