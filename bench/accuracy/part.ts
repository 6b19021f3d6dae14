import type { Report, Terms } from "../bench.ts";

/** What `accuracy` measures of one kind of SLI or window: figures and bars of its own, on servers of its own. */
export interface Part {
  /** For `--part`. */
  name: string;
  run: (terms: Terms) => Promise<Report>;
}
