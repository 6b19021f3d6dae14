import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { must } from "./run.mjs";

/**
 * Debian packages without installing them: a private apt configuration beside the machine's own, which is only read.
 * The machine's own mirror, proxy and keyring are used, so apt checks every download against Debian's signatures.
 */

const entryOfList = (line) => {
  const [, options = "", uri, components] =
    /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+\S+\s+(.*)$/.exec(line.trim()) ?? [];
  return { uri, components, keyring: /signed-by=(\S+)/.exec(options)?.[1] };
};

const entryOfStanza = (stanza) => {
  const field = (name) => new RegExp(`^${name}:[ \t]*(.+)$`, "im").exec(stanza)?.[1]?.trim();
  const isOn = /\bdeb\b/.test(field("Types") ?? "") && field("Enabled") !== "no";
  return isOn
    ? { uri: field("URIs")?.split(/\s+/)[0], components: field("Components"), keyring: field("Signed-By") }
    : {};
};

const entriesOf = (path) => {
  const text = readFileSync(path, "utf8");
  return path.endsWith(".sources")
    ? text.split(/\n\s*\n/).map(entryOfStanza)
    : text.split("\n").map(entryOfList);
};

const sourceFiles = (etc) => {
  const parts = join(etc, "sources.list.d");
  const inParts = existsSync(parts) ? readdirSync(parts).map((name) => join(parts, name)) : [];
  return [...inParts, join(etc, "sources.list")].filter(
    (path) => /\.(list|sources)$/.test(path) && existsSync(path),
  );
};

/** The machine's own Debian mirror: `{ uri, keyring? }`, or undefined where there is none. */
export const debianMirror = (etc = "/etc/apt") =>
  sourceFiles(etc)
    .flatMap(entriesOf)
    .find(
      ({ uri, components }) =>
        uri !== undefined && /\/debian\/?$/.test(uri) && (components ?? "").split(/\s+/).includes("main"),
    );

const defaultKeyring = "/usr/share/keyrings/debian-archive-keyring.gpg";

const configuration = (folder) => `
Dir::State "${folder}/state";
Dir::State::status "${folder}/state/status";
Dir::Cache "${folder}/cache";
Dir::Etc::sourcelist "${folder}/sources.list";
Dir::Etc::sourceparts "${folder}/none";
Dir::Etc::preferences "${folder}/preferences";
Dir::Etc::preferencesparts "${folder}/none";
Dir::Log "${folder}/log";
Acquire::GzipIndexes "true";
Acquire::Languages "none";
Acquire::Retries "3";
Acquire::http::Timeout "30";
#clear Acquire::IndexTargets::deb::DEP-11;
#clear Acquire::IndexTargets::deb::DEP-11-icons;
#clear Acquire::IndexTargets::deb::DEP-11-icons-small;
#clear Acquire::IndexTargets::deb::CNF;
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
${process.getuid() === 0 ? 'APT::Sandbox::User "root";' : ""}
`;

const prepare = (folder, suites) => {
  const mirror = debianMirror();
  if (mirror === undefined || !existsSync("/usr/bin/apt-get")) {
    throw new Error("this machine has no Debian mirror among its apt sources");
  }
  for (const part of ["state/lists/partial", "cache/archives/partial", "none", "log", "debs"]) {
    mkdirSync(join(folder, part), { recursive: true });
  }
  const keyring = mirror.keyring ?? (existsSync(defaultKeyring) ? defaultKeyring : undefined);
  const signed = keyring === undefined ? "" : `[signed-by=${keyring}] `;
  const sources = suites.map((suite) => `deb ${signed}${mirror.uri} ${suite} main\n`);
  writeFileSync(join(folder, "sources.list"), sources.join(""));
  writeFileSync(join(folder, "state", "status"), "");
  writeFileSync(join(folder, "preferences"), "");
  writeFileSync(join(folder, "apt.conf"), configuration(folder));
};

const apt = (folder, args, cwd = folder) =>
  must("apt-get", ["-q", "-c", join(folder, "apt.conf"), ...args], { cwd });

const installedBy = /^Inst (\S+) /gm;

/** A package and, with `apartFrom`, every package that it depends on except those. */
const closureOf = async (folder, { package: name, suite, apartFrom }) => {
  if (apartFrom === undefined) return [name];
  // A simulation on a machine with nothing installed: apt itself says what belongs together.
  const said = await apt(folder, ["install", "--simulate", "--no-install-recommends", "-t", suite, name]);
  return [...said.matchAll(installedBy)].map(([, one]) => one).filter((one) => !apartFrom.includes(one));
};

const downloadAll = async (folder, suite, names) => {
  const cwd = join(folder, "debs", suite);
  mkdirSync(cwd, { recursive: true });
  await apt(folder, ["download", ...names.map((name) => `${name}/${suite}`)], cwd);
  return readdirSync(cwd).map((file) => join(cwd, file));
};

const fileOf = (files, name) => {
  const file = files.find((one) => basename(one).startsWith(`${name}_`));
  if (file === undefined) throw new Error(`apt-get download gave no file for ${name}`);
  return file;
};

/**
 * Downloads packages into `folder` (emptied by the caller afterwards: the lists of a suite are tens of megabytes).
 *
 * @param wanted list of `{ package, suite, apartFrom? }`
 * @returns the same list with `debs`, the paths of the verified package files, the package's own first
 */
export const download = async (folder, wanted) => {
  const suites = [...new Set(wanted.map(({ suite }) => suite))];
  prepare(folder, suites);
  await apt(folder, ["update"]);
  const closures = await Promise.all(wanted.map((one) => closureOf(folder, one)));
  const files = {};
  for (const suite of suites) {
    const names = closures.filter((_, at) => wanted[at].suite === suite).flat();
    files[suite] = await downloadAll(folder, suite, [...new Set(names)]);
  }
  return wanted.map((one, at) => {
    const names = [one.package, ...closures[at].filter((name) => name !== one.package)];
    return { ...one, debs: names.map((name) => fileOf(files[one.suite], name)) };
  });
};
