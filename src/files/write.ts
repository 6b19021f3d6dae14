import { existsSync, readdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { isOwnFile } from "../compile/header.ts";
import type { PlannedFile } from "../compile/compile.ts";
import { makeFolder } from "./folder.ts";

/** Files of somebody else stand where ours should go; nothing has been written. */
export class ForeignFilesError extends Error {
  readonly paths: readonly string[];
  constructor(paths: readonly string[]) {
    super(`not written by nines, so not overwritten: ${paths.join(", ")}`);
    this.paths = paths;
  }
}

export interface WriteReport {
  written: readonly string[];
  unchanged: number;
  /** Files of ours that nothing compiles to any more. */
  removed: readonly string[];
}

/** One difference between what stands in the folder and what should. */
export interface Staleness {
  path: string;
  /** Undefined when the file is missing. */
  found?: string;
  /** Undefined when the file should go. */
  wanted?: string;
}

/** Only these folders are searched for files that nothing compiles to any more, and only for files that end so. */
const searched = { rules: ".yaml", dashboards: ".json" } as const;

/**
 * Makes the folder hold exactly these files of ours: each is written beside its place and renamed, unchanged ones are
 * left alone, stale ones removed, foreign ones never touched.
 * @throws ForeignFilesError before anything is written
 */
export function writeOutput(folder: string, files: readonly PlannedFile[]): WriteReport {
  const foreign = files.map(({ path }) => path).filter((path) => isForeign(join(folder, path)));
  if (foreign.length > 0) throw new ForeignFilesError(foreign.map((path) => join(folder, path)));
  const written = files
    .filter((file) => replaceFile(join(folder, file.path), file.render()))
    .map(({ path }) => path);
  const removed = stalePaths(folder, files);
  for (const path of removed) removeFile(folder, path);
  return { written, unchanged: files.length - written.length, removed };
}

/** What {@link writeOutput} would change; writes nothing. */
export function* findStale(folder: string, files: readonly PlannedFile[]): Generator<Staleness> {
  for (const { path, render } of files) {
    const found = checkedOut(join(folder, path));
    const wanted = render();
    if (found !== wanted) yield { path, wanted, ...(found === undefined ? {} : { found }) };
  }
  for (const path of stalePaths(folder, files)) {
    const found = readText(join(folder, path));
    if (found !== undefined) yield { path, found };
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** A checkout may end its lines as its system does; what they say is the same. */
const checkedOut = (path: string): string | undefined => readText(path)?.replaceAll("\r\n", "\n");

const isForeign = (path: string): boolean => {
  const text = readText(path);
  return text !== undefined && text !== "" && !isOwnFile(text);
};

/** True when the file was written, false when it already said the same. */
function replaceFile(path: string, text: string): boolean {
  if (readText(path) === text) return false;
  makeFolder(dirname(path));
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  return true;
}

/** Our files below the searched folders that are not in the plan. */
function stalePaths(folder: string, files: readonly PlannedFile[]): readonly string[] {
  const planned = new Set(files.map(({ path }) => path));
  return Object.entries(searched)
    .flatMap(([below, ending]) => filesIn(folder, below, ending))
    .filter((path) => !planned.has(path) && isOwnFile(readText(join(folder, path)) ?? ""));
}

function filesIn(folder: string, below: string, ending: string): readonly string[] {
  if (!existsSync(join(folder, below))) return [];
  return readdirSync(join(folder, below), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

function removeFile(folder: string, path: string): void {
  rmSync(join(folder, path));
  const parent = join(folder, dirname(path));
  if (readdirSync(parent).length === 0) rmdirSync(parent);
}
