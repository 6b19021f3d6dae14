import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "./node.mjs";
import { must, root, say } from "./run.mjs";

const packagesOf = (path) => JSON.parse(readFileSync(path, "utf8")).packages ?? {};

/**
 * Whether node_modules holds what package-lock.json names. npm writes what it installed into a lock of the same
 * form, so the two are compared entry by entry. Optional packages of other platforms are rightly missing.
 */
export const matchesLock = (folder) => {
  const installedLock = join(folder, "node_modules", ".package-lock.json");
  if (!existsSync(installedLock)) return false;
  const installed = packagesOf(installedLock);
  return Object.entries(packagesOf(join(folder, "package-lock.json"))).every(
    ([path, { version, optional }]) =>
      path === "" ||
      (installed[path] === undefined ? optional === true : installed[path].version === version),
  );
};

export const ensurePackages = async (node) => {
  if (matchesLock(root)) return;
  say("installing the packages of package-lock.json (npm ci)");
  const [program, args] = npm(node, ["ci", "--no-audit", "--no-fund"]);
  await must(program, args);
};
