import { useEffect, useState } from "preact/hooks";
import type { OverviewServiceBody } from "../../../http/schemas/overview.ts";
import { afterPaint } from "../../first/after-paint.ts";

/** Pixels of a row; where text is small and rows are lower, what stands above the list makes up for it. */
const rowHeight = 34;
/** Milliseconds in which what was drawn gets onto the screen, and which nobody needs to scroll beyond it. */
const rest = 100;

/** The services, from the first on, that fill a window of this height. */
export function screenfulOf<Item extends { slos: OverviewServiceBody["slos"] }>(
  items: readonly Item[],
  height: number,
): readonly Item[] {
  let filled = 0;
  const beyond = items.findIndex(({ slos }) => {
    const isFull = filled >= height;
    filled += (1 + slos.length) * rowHeight;
    return isFull;
  });
  return beyond === -1 ? items : items.slice(0, beyond);
}

/** Of a long list what a screen shows of it, and all of it once that is painted: nobody waits for what is out of sight. */
export function useScreenful(items: readonly OverviewServiceBody[]): readonly OverviewServiceBody[] {
  const [isPainted, setPainted] = useState(false);
  useEffect(() => afterPaint(() => setPainted(true), rest), []);
  return isPainted ? items : screenfulOf(items, innerHeight);
}
