import { createHash } from "node:crypto";

/** The same value always as the same text: keys sorted, absent ones left out. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  const sorted = entries.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(",")}}`;
}

/** Eight hex digits: enough to tell versions apart, short enough for a label. */
export const shortHash = (value: unknown): string =>
  createHash("sha256").update(canonical(value)).digest("hex").slice(0, 8);
