import type { WrittenDefaults } from "../kinds/defaults.ts";
import { nameOf, type Report } from "../report.ts";
import { mergeTexts, overAlerting, type AlertingLayer } from "./merge.ts";

type Spec = WrittenDefaults["spec"];
export type DefaultsLayer = Partial<Omit<Spec, "place" | "keys" | "alerting">> & {
  alerting?: AlertingLayer | undefined;
};

/** What stands above a file in the folder tree, merged; asked once per service. */
export type DefaultsOf = (path: string) => DefaultsLayer;

export const folderOf = (path: string): string => {
  const end = path.lastIndexOf("/");
  return end === -1 ? "" : path.slice(0, end);
};

/** `a/b/c` → ``, `a`, `a/b`, `a/b/c`: from the farthest to the nearest. */
function foldersAbove(folder: string): string[] {
  const parts = folder === "" ? [] : folder.split("/");
  return ["", ...parts.map((_part, index) => parts.slice(0, index + 1).join("/"))];
}

const near = (layer: DefaultsLayer, spec: DefaultsLayer): DefaultsLayer => {
  const said = Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined));
  const labels = mergeTexts(layer.labels, spec.labels);
  return { ...layer, ...said, labels, alerting: overAlerting(layer.alerting, spec.alerting) };
};

/** One Defaults per folder; the nearest folder wins key by key. */
export function indexDefaults(all: readonly WrittenDefaults[], report: Report): DefaultsOf {
  const byFolder = new Map<string, WrittenDefaults>();
  for (const written of all) {
    const folder = folderOf(written.place.source.path);
    const first = byFolder.get(folder);
    if (first === undefined) byFolder.set(folder, written);
    else reportSecond(first, written, report);
  }
  const known = new Map<string, DefaultsLayer>();
  return (path) => {
    const folder = folderOf(path);
    const layer = known.get(folder) ?? mergeAbove(folder, byFolder);
    known.set(folder, layer);
    return layer;
  };
}

const mergeAbove = (folder: string, byFolder: ReadonlyMap<string, WrittenDefaults>): DefaultsLayer =>
  foldersAbove(folder)
    .flatMap((above) => byFolder.get(above)?.spec ?? [])
    .reduce<DefaultsLayer>((layer, spec) => near(layer, spec), {});

function reportSecond(first: WrittenDefaults, second: WrittenDefaults, report: Report): void {
  const message = `this folder has Defaults already, at ${nameOf(first.metadata.name.place)}`;
  report(
    "duplicate-name",
    second.metadata.name.place,
    message,
    "join the two, or move one into a folder below",
  );
}
