import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { repository } from "../../../kit/tools.ts";
import type { Verdict } from "../../../src/gate/verdict.ts";
import type { Snapshot } from "../../../src/runtime/snapshot.ts";
import { judged, snapshotOf } from "../../support/snapshots.ts";

/** The code of a page's fenced blocks in one language, as written. */
export async function blocksOf(page: string, language: string): Promise<readonly string[]> {
  const text = await readFile(join(repository, page), "utf8");
  return [...text.matchAll(new RegExp("```" + language + "\n([^]*?)```", "g"))].map(([, code]) => code ?? "");
}

/** The manifests on a page of docs/integrations, as written. */
export async function manifestsOf<Manifest>(page: string): Promise<readonly Manifest[]> {
  const blocks = await blocksOf(`docs/integrations/${page}.md`, "yaml");
  return blocks.flatMap((block) =>
    parseAllDocuments(block).map((document) => {
      if (document.errors.length > 0) throw new Error(`${page}: ${document.errors.join("; ")}`);
      return document.toJS() as Manifest;
    }),
  );
}

/** Snapshots of checkout in which a feature comes to each decision that there is. */
export const worldsByDecision: readonly (readonly [Verdict["decision"], Snapshot])[] = [
  ["allow", snapshotOf([judged({ consumed: 0.1 })])],
  ["warn", snapshotOf([judged({ consumed: 0.8 })])],
  ["needs_exception", snapshotOf([judged({ consumed: 0.95 })])],
  ["deny", snapshotOf([judged({ consumed: 0.1, fastBurn: true })])],
];

/** The host that the manifests ask, and that nines must know of. */
export const host = "nines.nines";
