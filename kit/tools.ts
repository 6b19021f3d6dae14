import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The programs of scripts/tools.mjs. */
export type ToolName =
  | "prometheus-3.5"
  | "promtool-3.5"
  | "prometheus-2.42"
  | "promtool-2.42"
  | "alertmanager"
  | "amtool"
  | "vmalert"
  | "jsonnet"
  | "chromium";

/** The two generations of Prometheus the rules are held against. */
export const generations = ["2.42", "3.5"] as const;
export type Generation = (typeof generations)[number];

export const repository = join(import.meta.dirname, "..");

type Entry = { readonly path: string; readonly version: string } | { readonly missing: string };

const readTools = (): Partial<Record<ToolName, Entry>> => {
  const file = join(repository, ".toolchain", "tools.json");
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Partial<Record<ToolName, Entry>>;
  } catch (cause) {
    throw new Error("the tools are not set up yet: npm run setup", { cause });
  }
};

/** The absolute path of a tool. Throws when set-up could not get it, which fails the test that wanted it. */
export const toolPath = (name: ToolName): string => {
  const entry = readTools()[name];
  if (entry !== undefined && "path" in entry) return entry.path;
  throw new Error(`${name} is missing: ${entry?.missing ?? "npm run setup fetches it"}`);
};

/**
 * Whether the person who runs the tests chose to do without a tool (`npm test -- --without vmalert`): the tests that
 * need it then say `it.skipIf(isLeftOut("vmalert"))` and are counted as skipped.
 */
export const isLeftOut = (name: ToolName): boolean =>
  (process.env.NINES_WITHOUT ?? "")
    .split(",")
    .some((left) => left !== "" && (name === left || name.startsWith(`${left}-`)));
