import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fits, versionOf } from "./find.mjs";
import { must, run, say, toolchain } from "./run.mjs";

/** Keeps the files a tool needs of its package, under .toolchain/tools/<name>-<version>/. */
const keep = (tool, unpacked, folder) => {
  rmSync(folder, { recursive: true, force: true });
  for (const file of tool.debian.keep) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    renameSync(join(unpacked, file), join(folder, file));
  }
};

/**
 * A launcher for a program that reads a file from a fixed place below /usr/share: in a mount namespace of its own,
 * which needs no root and touches nothing, the package's share folder is laid over the machine's.
 */
const launcher = (program, reads) => `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
[ -e ${reads} ] && exec "$here/${program}" "$@"
exec unshare --user --map-root-user --mount sh -c '
  (cd "$0" && mount -t overlay overlay -o lowerdir=usr/share:/usr/share /usr/share) && exec "$0/${program}" "$@"
' "$here" "$@"
`;

const placeAsRoot = (folder, reads) => {
  say(`no mount namespaces here: placing ${reads} for Alertmanager`);
  mkdirSync(dirname(reads), { recursive: true });
  copyFileSync(join(folder, reads), reads);
};

/** The path to start the tool by, once the file it reads from a fixed place can be seen. */
const startable = async (folder, program, reads) => {
  const path = join(folder, basename(program));
  writeFileSync(path, launcher(program, reads));
  chmodSync(path, 0o755);
  const { code, output } = await run(path, ["--version"]);
  if (code === 0) return path;
  if (process.getuid() !== 0) {
    throw new Error(
      `${basename(program)} needs ${reads}, and this machine lets nobody lay one over (${output})`,
    );
  }
  placeAsRoot(folder, reads);
  return path;
};

const install = async (tool, unpacked, ofPackage) => {
  const program = tool.debian.keep[0];
  const { version, problem } = await versionOf(join(unpacked, program), ofPackage);
  if (version === undefined) throw new Error(problem);
  if (!fits(version, tool.fits)) {
    throw new Error(
      `Debian ${tool.debian.suite} has ${version}, needed is ${tool.fits[0]} up to below ${tool.fits[1]}`,
    );
  }
  const folder = join(toolchain, "tools", `${tool.name}-${version}`);
  keep(tool, unpacked, folder);
  const { reads } = tool.debian;
  const path = reads === undefined ? join(folder, program) : await startable(folder, program, reads);
  return { path, version };
};

/**
 * Unpacks one tool out of its package file. dpkg-deb only unpacks: no maintainer script runs, no service starts.
 *
 * @returns `{ path, version }`; throws with the reason when the tool does not run here
 */
export const unpack = async (tool, deb, scratch) => {
  const unpacked = join(scratch, `unpacked-${tool.name}`);
  await must("dpkg-deb", ["-x", deb, unpacked]);
  try {
    if (!existsSync(join(unpacked, tool.debian.keep[0])))
      throw new Error(`${basename(deb)} has no ${tool.debian.keep[0]}`);
    return await install(tool, unpacked, await must("dpkg-deb", ["-f", deb, "Version"]));
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
};
