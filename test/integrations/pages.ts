import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repository } from "../../kit/tools.ts";

/** The YAML blocks of a page under docs/integrations, as they stand. */
export function blocksOf(page: string): string[] {
  const text = readFileSync(join(repository, "docs", "integrations", page), "utf8");
  return [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block]) => block ?? "");
}

export interface Delivering {
  delivery: unknown;
}

/** The block that begins so, read as YAML. */
export function blockOf(page: string, beginning: string): unknown {
  const block = blocksOf(page).find((each) => each.startsWith(beginning));
  if (block === undefined) throw new Error(`${page} has no block that begins with ${beginning}`);
  return parse(block) as unknown;
}
