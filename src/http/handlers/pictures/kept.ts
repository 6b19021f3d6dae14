import type { Timestamp } from "../../../model/units.ts";
import type { AppDeps } from "../../deps.ts";

/** A picture, and for how many seconds more it is shown as it is. */
export interface Kept {
  svg: string;
  left: number;
}

const keptSeconds = 60;
const mostKept = 200;

interface Entry {
  at: Timestamp;
  svg: Promise<string>;
}

const pictures = new WeakMap<AppDeps, Map<string, Entry>>();

/** Each picture asks Prometheus for a whole window: a channel of a hundred people asks for it once. */
export async function keptFor(
  deps: AppDeps,
  key: string,
  now: Timestamp,
  draw: () => Promise<string>,
): Promise<Kept> {
  const kept = pictures.get(deps) ?? new Map<string, Entry>();
  pictures.set(deps, kept);
  const known = kept.get(key);
  const isFresh = known !== undefined && now - known.at < keptSeconds;
  const entry = isFresh ? known : { at: now, svg: draw() };
  if (!isFresh) {
    kept.delete(key);
    kept.set(key, entry);
    // What failed is asked for again.
    entry.svg.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  }
  return { svg: await entry.svg, left: Math.max(0, keptSeconds - (now - entry.at)) };
}
