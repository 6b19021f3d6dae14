import type { GroupLabels } from "../model/observation.ts";
import type { RawQuery } from "./query.ts";

const groupPrefix = "group.";
const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Takes the `group.<label>` parameters out of a query; what is malformed stays, to be refused with the rest. */
export function splitGroup(raw: RawQuery): { group: GroupLabels; rest: RawQuery } {
  const group: Record<string, string> = {};
  const rest: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) {
    const label = key.startsWith(groupPrefix) ? key.slice(groupPrefix.length) : "";
    if (labelName.test(label) && typeof value === "string") group[label] = value;
    else rest[key] = value;
  }
  return { group, rest };
}
