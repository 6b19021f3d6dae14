import { lstat, readdir, readFile, realpath, stat } from "node:fs/promises";
import type { Stats } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../model/diagnostics.ts";
import type { Code } from "../spec/codes.ts";
import { locate } from "../spec/report.ts";
import { openSource, startOf, type SourceFile } from "../spec/source.ts";
import { decodeUtf8 } from "./utf8.ts";

export interface ReadSpecs {
  files: SourceFile[];
  diagnostics: Diagnostic<Code>[];
}

/** Ten thousand SLOs in one file take 4 MB; more is a mistake or an attack. */
export const sizeLimit = 8 * 1024 * 1024;
/** Reads under way at once: enough to keep the disk busy, few enough for any limit on open files. */
const readsAtOnce = 32;
export const stdinPath = "<stdin>";

interface Walk {
  found: { path: string; real: string }[];
  seen: Set<string>;
  diagnostics: Diagnostic<Code>[];
}

/**
 * Reads the named files, and every `*.yaml` and `*.yml` below the named folders, hidden ones left out;
 * `-` is standard input. Files come in the order of their paths; none is read twice.
 */
export async function readSpecs(
  paths: readonly string[],
  stdin: AsyncIterable<Uint8Array | string> = process.stdin,
): Promise<ReadSpecs> {
  const walk: Walk = { found: [], seen: new Set(), diagnostics: [] };
  for (const path of paths) if (path !== "-") await walkPath(tidyPath(path), [], walk, true);
  const sorted = walk.found.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const read = await inBatches(sorted, (each) => readOne(each.path, each.real, walk));
  if (paths.includes("-")) read.push(await readStream(stdin, walk));
  const files = read.filter((file) => file !== undefined);
  if (files.length === 0 && walk.diagnostics.length === 0)
    say(
      walk,
      "no-specs",
      paths.join(" "),
      "there is no .yaml or .yml file here",
      "write one, or let `nines init` do it",
    );
  return { files, diagnostics: walk.diagnostics };
}

/** `./slos/` is shown as `slos`. */
const tidyPath = (path: string): string => join(path).replace(/(.)\/$/, "$1");

/** Returns nothing, so that a failed read can be said and left out in one breath. */
function say(walk: Walk, code: Code, path: string, message: string, remedy: string): undefined {
  walk.diagnostics.push(locate(code, startOf(openSource({ path, text: "" })), message, remedy));
  return undefined;
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission is missing",
  EPERM: "permission is missing",
  ENOENT: "it leads nowhere",
  EMFILE: "too many files are open",
};
const reasonOf = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException).code ?? "unknown";
  return reasons[code] ?? code;
};

const isYaml = (name: string): boolean => /\.ya?ml$/.test(name);

/** `above` holds the real paths of the folders being walked: meeting one again is a loop of links. */
async function walkPath(path: string, above: readonly string[], walk: Walk, isNamed: boolean): Promise<void> {
  let real: string;
  let stats: Stats;
  try {
    real = await realpath(path);
    stats = await stat(real);
  } catch (error) {
    await sayUnreachable(path, error, walk, isNamed);
    return;
  }
  if (stats.isDirectory()) await walkFolder(path, real, above, walk);
  else if (isNamed || isYaml(path)) noteFile(path, real, stats, walk);
}

async function sayUnreachable(path: string, error: unknown, walk: Walk, isNamed: boolean): Promise<void> {
  const code = (error as NodeJS.ErrnoException).code;
  const isLink = (await lstat(path).catch(() => undefined))?.isSymbolicLink() === true;
  if (code === "ELOOP") say(walk, "link-loop", path, "the link leads back to itself", "remove the link");
  else if (isNamed && !isLink)
    say(
      walk,
      "path-not-found",
      path,
      `cannot be opened: ${missingReason(error)}`,
      "check the path; nines init writes a first definition",
    );
  else if (isNamed || isYaml(path))
    say(walk, "file-unreadable", path, `cannot be read: ${reasonOf(error)}`, "repair or remove it");
}

const missingReason = (error: unknown): string =>
  (error as NodeJS.ErrnoException).code === "ENOENT" ? "it does not exist" : reasonOf(error);

async function walkFolder(path: string, real: string, above: readonly string[], walk: Walk): Promise<void> {
  if (above.includes(real)) {
    say(walk, "link-loop", path, `the link leads back into ${real}`, "remove the link");
    return;
  }
  const names = await readdir(real).catch((error: unknown) =>
    say(
      walk,
      "file-unreadable",
      path,
      `the folder cannot be read: ${reasonOf(error)}`,
      "give read permission",
    ),
  );
  for (const name of (names ?? []).toSorted())
    if (!name.startsWith(".") && name !== "node_modules")
      await walkPath(join(path, name), [...above, real], walk, false);
}

function noteFile(path: string, real: string, stats: Stats, walk: Walk): void {
  if (walk.seen.has(real)) return;
  walk.seen.add(real);
  if (!stats.isFile()) say(walk, "file-unreadable", path, "it is no regular file", "write a regular file");
  else if (stats.size > sizeLimit) sayTooLarge(path, stats.size, walk);
  else walk.found.push({ path, real });
}

const sayTooLarge = (path: string, size: number, walk: Walk): undefined =>
  say(
    walk,
    "file-too-large",
    path,
    `${size} bytes are more than the ${sizeLimit} read`,
    "split it into several files",
  );

async function readOne(path: string, real: string, walk: Walk): Promise<SourceFile | undefined> {
  try {
    return decode(path, await readFile(real), walk);
  } catch (error) {
    say(walk, "file-unreadable", path, `cannot be read: ${reasonOf(error)}`, "give read permission");
    return;
  }
}

function decode(path: string, bytes: Uint8Array, walk: Walk): SourceFile | undefined {
  const decoded = decodeUtf8(bytes);
  if ("text" in decoded) return { path, text: decoded.text };
  const source = openSource({ path, text: decoded.before });
  const end = source.text.length;
  walk.diagnostics.push(
    locate("file-not-utf8", { source, start: end, end: end + 1 }, decoded.reason, "save the file as UTF-8"),
  );
  return undefined;
}

async function readStream(
  stdin: AsyncIterable<Uint8Array | string>,
  walk: Walk,
): Promise<SourceFile | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    size += bytes.length;
    if (size > sizeLimit) {
      sayTooLarge(stdinPath, size, walk);
      return;
    }
    chunks.push(bytes);
  }
  return decode(stdinPath, Buffer.concat(chunks), walk);
}

async function inBatches<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += readsAtOnce)
    results.push(...(await Promise.all(items.slice(at, at + readsAtOnce).map(work))));
  return results;
}
