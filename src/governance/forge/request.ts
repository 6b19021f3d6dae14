import type { Timestamp } from "../../model/units.ts";

/** Where the answer to a forge's question goes. */
export type ForgeAddress =
  /** A deployment protection rule of GitHub: the run that waits, and whose token may answer. */
  | { kind: "github"; run: number; installation: number }
  /** An external status check of GitLab, of one merge request. */
  | { kind: "gitlab"; project: number; mergeRequest: number; check: number };

/** What a forge asks: may this commit go to this environment now? */
export interface ForgeQuestion {
  /** As the forge spells it: `shop/checkout`. */
  repository: string;
  /** The forge's own name of the environment. */
  environment: string;
  sha: string;
  address: ForgeAddress;
}

export const forgeAnswers = [
  "approved",
  "rejected",
  /** Another commit is asked about instead. */
  "superseded",
  /** The forge wants no answer any more: it was decided by somebody else, or what waited is gone. */
  "gone",
  /** It could not be told. */
  "undeliverable",
] as const;
export type ForgeAnswer = (typeof forgeAnswers)[number];

/** Events about what forges ask; the subject is the request's id. */
export interface ForgeEvents {
  "forge-asked": ForgeQuestion;
  /** While it waits for an exception, the forge was told what for: said once for each `about`. */
  "forge-told": { about: string };
  "forge-answered": { answer: ForgeAnswer; decision?: string; reason: string };
}

export interface ForgeRequest extends ForgeQuestion {
  /** Of the forge's delivery: the same delivery is the same request. */
  id: string;
  at: Timestamp;
  /** What it was told last, and how often it was told something. */
  told?: { about: string; count: number };
  answered?: { at: Timestamp; answer: ForgeAnswer; reason: string };
}

/** The same thing that waits, whatever commit it is about by now. */
export const sameAddress = (a: ForgeAddress, b: ForgeAddress): boolean =>
  a.kind === "gitlab" &&
  b.kind === "gitlab" &&
  a.project === b.project &&
  a.mergeRequest === b.mergeRequest &&
  a.check === b.check;
