import { createHash } from "node:crypto";
import type { BoardFolder, BoardJson } from "../../boards/team.ts";
import { canonical } from "../../governance/chain.ts";
import type { FoundBoard } from "../../grafana/boards.ts";

export interface WantedBoard {
  board: BoardJson;
  folder: BoardFolder;
}

export type StepKind = "create" | "update" | "keep" | "refuse";

/** What is to be done with one board. */
export interface Step extends WantedBoard {
  kind: StepKind;
  /** Version of what was found. */
  version: number;
  found?: FoundBoard;
  /** Why it is refused. */
  reason?: string;
}

const mark = "nines dashboards push";

/** Said of each version that is saved: by it the next push knows that nobody edited the board since, and what it said. */
export const messageOf = ({ board }: WantedBoard): string =>
  `${mark} ${createHash("sha256").update(canonical(board)).digest("hex").slice(0, 16)}`;

/** Grafana's own numbers are not part of what a board says. */
export const contentOf = ({ id: _, version: __, ...content }: Readonly<Record<string, unknown>>): unknown =>
  content;

/** A board that somebody edited in Grafana is replaced only when that is asked for. */
export function stepFor(wanted: WantedBoard, found: FoundBoard | undefined, overwrite: boolean): Step {
  if (found === undefined) return { ...wanted, kind: "create", version: 0 };
  const step = { ...wanted, found, version: found.version };
  // What the last push said counts, not what Grafana has made of it: newer versions rewrite boards as they load them.
  const isSaved =
    found.message === messageOf(wanted) ||
    canonical(contentOf(found.json)) === canonical(contentOf(wanted.board));
  if (isSaved && found.folder === wanted.folder.uid) return { ...step, kind: "keep" };
  if (found.provisioned)
    return { ...step, kind: "refuse", reason: "Grafana reads it from its own files: change them there" };
  if (isSaved || overwrite || found.message?.startsWith(mark) === true) return { ...step, kind: "update" };
  return {
    ...step,
    kind: "refuse",
    reason: "it was last saved by somebody else than this command: --overwrite replaces it",
  };
}
