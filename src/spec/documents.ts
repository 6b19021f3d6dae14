import { alertWindowsShape, type WrittenAlertWindows } from "./kinds/alert-windows.ts";
import { defaultsShape, type WrittenDefaults } from "./kinds/defaults.ts";
import { apiVersion } from "./kinds/envelope.ts";
import { environmentShape, type WrittenEnvironment } from "./kinds/environment.ts";
import { journeyShape, type WrittenJourney } from "./kinds/journey/journey.ts";
import { policyShape, type WrittenPolicy } from "./kinds/policy.ts";
import { serviceShape, type WrittenService } from "./kinds/service.ts";
import { sliTemplateShape, type WrittenTemplate } from "./kinds/template.ts";
import { suggest } from "./nearest.ts";
import type { Report } from "./report.ts";
import { failed, refuseType, type Shape } from "./shapes/shape.ts";
import { openSource, type SourceFile } from "./source.ts";
import { quoteShort, type MapNode, type Node } from "./yaml/nodes.ts";
import { readDocuments } from "./yaml/read.ts";

/** Everything that decoded, by kind, in the order it was read. */
export interface Written {
  Service: WrittenService[];
  Environment: WrittenEnvironment[];
  Policy: WrittenPolicy[];
  AlertWindows: WrittenAlertWindows[];
  Defaults: WrittenDefaults[];
  Journey: WrittenJourney[];
  SliTemplate: WrittenTemplate[];
  /** Names of documents that did not decode: referring to them is no second mistake. */
  broken: Readonly<Record<Kind, Set<string>>>;
}
export type Kind = keyof typeof shapes;

export const shapes = {
  Service: serviceShape,
  Environment: environmentShape,
  Policy: policyShape,
  AlertWindows: alertWindowsShape,
  Defaults: defaultsShape,
  Journey: journeyShape,
  SliTemplate: sliTemplateShape,
} as const;
export const kinds = Object.keys(shapes) as readonly Kind[];

const nothing = (): Written => ({
  Service: [],
  Environment: [],
  Policy: [],
  AlertWindows: [],
  Defaults: [],
  Journey: [],
  SliTemplate: [],
  broken: {
    Service: new Set(),
    Environment: new Set(),
    Policy: new Set(),
    AlertWindows: new Set(),
    Defaults: new Set(),
    Journey: new Set(),
    SliTemplate: new Set(),
  },
});

/** Reads every document of every file; what does not decode is reported and left out. */
export function readWritten(files: readonly SourceFile[], report: Report): Written {
  const written = nothing();
  for (const file of files)
    for (const root of readDocuments(openSource(file), report)) readDocument(root, written, report);
  return written;
}

function readDocument(root: Node, written: Written, report: Report): void {
  if (root.kind !== "map") {
    refuseType(root, report, "a document", "apiVersion: nines/v1, kind: Service, metadata and spec");
    return;
  }
  if (!isOurs(root, report)) return;
  const kind = kindOf(root, report);
  if (kind === undefined) return;
  const value = (shapes[kind] as Shape<unknown>).decode(root, report);
  if (value !== failed) (written[kind] as unknown[]).push(value);
  else noteBroken(root, written.broken[kind]);
}

function textOf(root: MapNode, key: string, report: Report): { text: string; node: Node } | undefined {
  const entry = root.entries.get(key);
  if (entry?.value.kind === "text") return { text: entry.value.text, node: entry.value };
  if (entry !== undefined) refuseType(entry.value, report, `the ${key}`, `\`${key}: …\``);
  else {
    const [first] = root.entries.values();
    const remedy =
      key === "kind" ? `add \`kind:\` and one of ${kinds.join(", ")}` : `add \`apiVersion: ${apiVersion}\``;
    report("missing-key", first?.key ?? root.place, `a document needs the key "${key}"`, remedy);
  }
  return undefined;
}

function isOurs(root: MapNode, report: Report): boolean {
  const version = textOf(root, "apiVersion", report);
  if (version === undefined || version.text === apiVersion) return version !== undefined;
  const message = `${quoteShort(version.text)} is no version of this language`;
  report("wrong-api-version", version.node.place, message, `write apiVersion: ${apiVersion}`);
  return false;
}

function kindOf(root: MapNode, report: Report): Kind | undefined {
  const written = textOf(root, "kind", report);
  const kind = kinds.find((each) => each === written?.text);
  if (written !== undefined && kind === undefined) {
    const message = `${quoteShort(written.text)} is no kind of document`;
    report("unknown-kind", written.node.place, message, suggest(written.text, kinds));
  }
  return kind;
}

function noteBroken(root: MapNode, names: Set<string>): void {
  const metadata = root.entries.get("metadata")?.value;
  const name = metadata?.kind === "map" ? metadata.entries.get("name")?.value : undefined;
  if (name?.kind === "text") names.add(name.text);
}
