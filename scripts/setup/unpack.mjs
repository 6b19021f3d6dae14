import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fits, versionOf } from "./find.mjs";
import { must, run, say, toolchain } from "./run.mjs";

/** Keeps the files a tool needs of its package, under .toolchain/tools/<name>-<version>/. */
const keep = (files, unpacked, folder) => {
  rmSync(folder, { recursive: true, force: true });
  for (const file of files) {
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

const fontsFile = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
  <alias><family>serif</family><prefer><family>DejaVu Serif</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>DejaVu Sans</family></prefer></alias>
</fontconfig>
`;

/**
 * A launcher for a program whose libraries and fonts came along. It sees no other fonts, so that what it draws is the
 * same on every machine.
 */
const launcherWithLibraries = (start) => `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
for folder in "$here"/usr/lib/*-linux-gnu "$here"/usr/lib/*-linux-gnu/* "$here"/lib/*-linux-gnu; do
  LD_LIBRARY_PATH="$folder\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
done
export LD_LIBRARY_PATH FONTCONFIG_FILE="$here/fonts.conf" XDG_CACHE_HOME="$here/cache"
exec "$here/${start}" "$@"
`;

/** Lays the launcher into the folder the packages were unpacked to; it works from wherever that is moved. */
const withLauncher = (unpacked, { name, debian: { start, keep: kept } }) => {
  writeFileSync(join(unpacked, "fonts.conf"), fontsFile);
  writeFileSync(join(unpacked, name), launcherWithLibraries(start), { mode: 0o755 });
  return [name, "fonts.conf", ...kept];
};

const install = async (tool, unpacked, ofPackage) => {
  const { start, keep: kept, reads } = tool.debian;
  const files = start === undefined ? kept : withLauncher(unpacked, tool);
  const [program] = files;
  const { version, problem } = await versionOf(join(unpacked, program), ofPackage);
  if (version === undefined) throw new Error(problem);
  if (!fits(version, tool.fits)) {
    throw new Error(
      `Debian ${tool.debian.suite} has ${version}, needed is ${tool.fits[0]} up to below ${tool.fits[1]}`,
    );
  }
  const folder = join(toolchain, "tools", `${tool.name}-${version}`);
  keep(files, unpacked, folder);
  const path = reads === undefined ? join(folder, program) : await startable(folder, program, reads);
  return { path, version };
};

/**
 * Unpacks one tool out of its package files. dpkg-deb only unpacks: no maintainer script runs, no service starts.
 *
 * @param debs the tool's own package first, then those of its libraries
 * @returns `{ path, version }`; throws with the reason when the tool does not run here
 */
export const unpack = async (tool, debs, scratch) => {
  const unpacked = join(scratch, `unpacked-${tool.name}`);
  const program = tool.debian.start ?? tool.debian.keep[0];
  for (const deb of debs) await must("dpkg-deb", ["-x", deb, unpacked]);
  try {
    if (!existsSync(join(unpacked, program))) throw new Error(`${basename(debs[0])} has no ${program}`);
    return await install(tool, unpacked, await must("dpkg-deb", ["-f", debs[0], "Version"]));
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
};
