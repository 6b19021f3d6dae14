import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tools as table, isNamed, toolsFor } from "../tools.mjs";
import { download } from "./apt.mjs";
import { onPath, stampOf } from "./find.mjs";
import { say, toolchain } from "./run.mjs";
import { unpack } from "./unpack.mjs";

const file = join(toolchain, "tools.json");

/** What the last set-up found: tool name to `{ path, version, from, stamp, wanted }` or `{ missing }`. */
export const readTools = () => {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
};

const write = (found) => {
  mkdirSync(toolchain, { recursive: true });
  const beside = `${file}.${process.pid}.tmp`;
  writeFileSync(beside, `${JSON.stringify(found, null, 2)}\n`);
  renameSync(beside, file);
};

/** A row of the table that changed makes what was found for the former row void. */
const wantedBy = (tool) => JSON.stringify([tool.fits, tool.debian]);

const isThere = (tool, known) =>
  known?.path !== undefined && known.wanted === wantedBy(tool) && stampOf(known.path) === known.stamp;

const found = (tool, { path, version }, from) => ({
  path,
  version,
  from,
  stamp: stampOf(path),
  wanted: wantedBy(tool),
});

const fromDebian = async (wanted, scratch) => {
  say(`fetching ${wanted.map(({ name }) => name).join(", ")} from the Debian mirror`);
  const packages = await download(
    scratch,
    wanted.map(({ debian }) => debian),
  );
  const result = {};
  for (const [at, tool] of wanted.entries()) {
    const { debs } = packages[at];
    try {
      result[tool.name] = found(tool, await unpack(tool, debs, scratch), `Debian ${tool.debian.suite}`);
    } catch (error) {
      result[tool.name] = { missing: error.message };
    }
  }
  return result;
};

const fetched = async (wanted) => {
  mkdirSync(toolchain, { recursive: true });
  const scratch = mkdtempSync(join(toolchain, "apt-"));
  try {
    return await fromDebian(wanted, scratch);
  } catch (error) {
    return Object.fromEntries(wanted.map(({ name }) => [name, { missing: error.message }]));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

const lookFor = async (tool) => {
  const there = await onPath(tool);
  return [tool, there === undefined ? undefined : found(tool, there, "PATH")];
};

/**
 * Makes sure of the tools the given layers need (all without an argument), from PATH, else from Debian.
 *
 * @param layers names of layers, or undefined
 * @param without tools not to look for, as given to `--without`
 * @returns names to reasons of those that cannot be had; what was found is in .toolchain/tools.json
 */
export const ensureTools = async (layers, without = []) => {
  const known = readTools();
  const wanted = toolsFor(layers).filter(({ name }) => !without.some((one) => isNamed(name, one)));
  const lacking = wanted.filter((tool) => !isThere(tool, known[tool.name]));
  if (lacking.length === 0) return {};
  const looked = await Promise.all(lacking.map(lookFor));
  const here = Object.fromEntries(
    looked.filter(([, at]) => at !== undefined).map(([{ name }, at]) => [name, at]),
  );
  const absent = looked.filter(([, at]) => at === undefined).map(([tool]) => tool);
  const result = { ...here, ...(absent.length === 0 ? {} : await fetched(absent)) };
  const rows = table
    .map(({ name }) => [name, result[name] ?? known[name]])
    .filter(([, at]) => at !== undefined);
  write(Object.fromEntries(rows));
  return Object.fromEntries(
    Object.entries(result)
      .filter(([, { missing }]) => missing !== undefined)
      .map(([name, { missing }]) => [name, missing]),
  );
};
