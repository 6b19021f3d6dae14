import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

/**
 * Downloads packages into `folder` (emptied by the caller afterwards: the lists of a suite are tens of megabytes).
 *
 * @param wanted list of `{ package, suite }`
 * @returns the same list with `deb`, the path of each verified package file
 */
export const download = async (folder, wanted) => {
  const suites = [...new Set(wanted.map(({ suite }) => suite))];
  prepare(folder, suites);
  await apt(folder, ["update"]);
  const found = [];
  for (const suite of suites) {
    const cwd = join(folder, "debs", suite);
    mkdirSync(cwd);
    const names = [...new Set(wanted.filter((one) => one.suite === suite).map((one) => one.package))];
    await apt(folder, ["download", ...names.map((name) => `${name}/${suite}`)], cwd);
    const files = readdirSync(cwd);
    for (const name of names) {
      const file = files.find((one) => one.startsWith(`${name}_`));
      if (file === undefined) throw new Error(`apt-get download gave no file for ${name} of ${suite}`);
      found.push({ package: name, suite, deb: join(cwd, file) });
    }
  }
  return found;
};
