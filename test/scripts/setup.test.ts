import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../kit/processes.ts";
import { repository, toolPath } from "../../kit/tools.ts";
import { debianMirror } from "../../scripts/setup/apt.mjs";
import { fits } from "../../scripts/setup/find.mjs";
import { matchesLock } from "../../scripts/setup/packages.mjs";
import { parseArguments } from "../../scripts/test/arguments.mjs";
import { tools, toolsFor } from "../../scripts/tools.mjs";

describe("a version", () => {
  it.each([
    ["3.5.3", true],
    ["3.5.0", true],
    ["3.12.0", true],
    ["3.4.9", false],
    ["4.0.0", false],
    ["2.42.0", false],
  ])("%s fits from 3.5 up to below 4: %s", (version, isFit) => {
    expect(fits(version, ["3.5", "4"])).toBe(isFit);
  });
});

const etcWith = (files: Readonly<Record<string, string>>): string => {
  const etc = temporaryFolder("etc");
  mkdirSync(join(etc, "sources.list.d"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(etc, name), text);
  return etc;
};

describe("the Debian mirror", () => {
  it("is found in stanzas, with its keyring, past other vendors' archives", () => {
    const etc = etcWith({
      "sources.list.d/a.list": "deb https://packages.example/apt stable main\n",
      "sources.list.d/debian.sources":
        "Types: deb\nURIs: http://security.example/debian-security\nSuites: x\nComponents: main\n\n" +
        "Types: deb\n# a comment\nURIs: http://mirror.example/debian\nSuites: bookworm\nComponents: main\nSigned-By: /k.gpg\n",
    });
    expect(debianMirror(etc)).toMatchObject({ uri: "http://mirror.example/debian", keyring: "/k.gpg" });
  });

  it("is found in one-line lists, with and without options", () => {
    const etc = etcWith({
      "sources.list":
        "# old\ndeb [arch=amd64 signed-by=/k.gpg] http://m.example/debian/ trixie main contrib\n",
    });
    expect(debianMirror(etc)).toMatchObject({ uri: "http://m.example/debian/", keyring: "/k.gpg" });
  });

  it("is not taken from a disabled stanza or a source of sources", () => {
    const etc = etcWith({
      "sources.list": "deb-src http://m.example/debian trixie main\n",
      "sources.list.d/off.sources":
        "Enabled: no\nTypes: deb\nURIs: http://m.example/debian\nComponents: main\n",
    });
    expect(debianMirror(etc)).toBeUndefined();
  });
});

const projectWith = (lock: object, installed?: object): string => {
  const folder = temporaryFolder("project");
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: lock }));
  if (installed !== undefined) {
    writeFileSync(
      join(folder, "node_modules", ".package-lock.json"),
      JSON.stringify({ packages: installed }),
    );
  }
  return folder;
};

describe("node_modules", () => {
  const lock = { "": {}, "node_modules/a": { version: "1.0.0" } };

  it("matches the lock when every package is there in its version", () => {
    expect(matchesLock(projectWith(lock, { "node_modules/a": { version: "1.0.0" } }))).toBe(true);
  });

  it("does not match with another version, without one, or before any installation", () => {
    expect(matchesLock(projectWith(lock, { "node_modules/a": { version: "1.0.1" } }))).toBe(false);
    expect(matchesLock(projectWith(lock, {}))).toBe(false);
    expect(matchesLock(projectWith(lock))).toBe(false);
  });

  it("matches without the optional packages of other platforms", () => {
    const withOptional = { ...lock, "node_modules/b-win32": { version: "1.0.0", optional: true } };
    expect(matchesLock(projectWith(withOptional, { "node_modules/a": { version: "1.0.0" } }))).toBe(true);
  });
});

describe("the command line of npm test", () => {
  it("runs every layer without arguments, in their order", () => {
    expect(parseArguments([])).toEqual({ layers: ["house", "unit", "rules", "system"], without: [] });
  });

  it("runs the layers named and leaves out the tools named", () => {
    expect(parseArguments(["system", "unit", "--without", "vmalert"])).toEqual({
      layers: ["unit", "system"],
      without: ["vmalert"],
    });
    expect(parseArguments(["--without=prometheus-2.42,amtool"]).without).toEqual([
      "prometheus-2.42",
      "amtool",
    ]);
  });

  it.each([[["unti"]], [["--without", "promethues"]], [["--without"]]])("refuses %j", (words) => {
    expect(() => parseArguments(words)).toThrow(/there is no such/);
  });
});

describe("the table of tools", () => {
  it("gives the demo what it needs and no more", () => {
    expect(toolsFor(["demo"]).map(({ name }) => name)).toEqual(["prometheus-3.5", "alertmanager"]);
  });

  it("stands in docs/development.md, row by row", () => {
    const documented = /^\| `(\S+)` \|.*\| (.+) \| `(\S+)` \((\S+)\) \|$/gm;
    const rows = [...readFileSync(join(repository, "docs", "development.md"), "utf8").matchAll(documented)];
    expect(rows.map(([, name, layers, from, suite]) => [name, layers, from, suite])).toEqual(
      tools.map(({ name, layers, debian }) => [name, layers.join(", "), debian.package, debian.suite]),
    );
  });

  it("is what the kit looks tools up in, and a missing one is named with what to do", () => {
    expect(() => toolPath("prometheus-9" as "prometheus-3.5")).toThrow(/npm run setup/);
  });
});
