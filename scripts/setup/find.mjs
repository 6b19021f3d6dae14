import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "./run.mjs";

const numbers = (version) => version.split(".").map(Number);

const isBefore = (one, other) => {
  const [a, b] = [numbers(one), numbers(other)];
  const at = [0, 1, 2].find((index) => (a[index] ?? 0) !== (b[index] ?? 0));
  return at !== undefined && (a[at] ?? 0) < (b[at] ?? 0);
};

/** Whether `version` lies in `[at least, below)`. */
export const fits = (version, [atLeast, below]) => !isBefore(version, atLeast) && isBefore(version, below);

/**
 * The version a program says it has, as `major.minor.patch`, or the reason why it does not run. A program that runs
 * and keeps its version to itself (Debian's vmalert) has that of its package.
 * LD_BIND_NOW makes the loader look up every symbol at once, so a shared library that is missing or too old
 * (vmalert wants libzstd) shows here and not in the middle of a test.
 */
export const versionOf = async (path, ofPackage) => {
  const { code, output } = await run(path, ["--version"], { env: { ...process.env, LD_BIND_NOW: "1" } });
  const version = /\bv?(\d+\.\d+\.\d+)/.exec(output === "" ? (ofPackage ?? "") : output)?.[1];
  if (code === 0 && version !== undefined) return { version };
  return { problem: `${path} --version says: ${output.split("\n")[0] ?? "nothing"}` };
};

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** The first program on PATH with a fitting version: `{ path, version }` or undefined. */
export const onPath = async ({ programs, fits: range }) => {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const candidates = programs
    .flatMap((program) => folders.map((folder) => join(folder, program)))
    .filter(isProgram);
  for (const path of candidates) {
    const { version } = await versionOf(path);
    if (version !== undefined && fits(version, range)) return { path, version };
  }
  return undefined;
};

/** Changes when the file does; undefined when there is none. Spares asking every tool for its version each time. */
export const stampOf = (path) => {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? undefined : `${stats.size}-${Math.trunc(stats.mtimeMs)}`;
};
