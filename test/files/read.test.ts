import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readSpecs, sizeLimit, stdinPath } from "../../src/files/read.ts";

let folder: string;
const former = process.cwd();

// Paths are shown as they were named, so the tests name them from inside the folder.
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "nines-read-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(former);
  rmSync(folder, { recursive: true, force: true });
});

function write(path: string, content: string | Uint8Array = "a: 1\n"): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
const pathsOf = async (...paths: string[]) => (await readSpecs(paths)).files.map(({ path }) => path);
const said = async (...paths: string[]) =>
  (await readSpecs(paths)).diagnostics.map(
    ({ code, path, line, column }) => `${code} ${path}:${line}:${column}`,
  );

describe("reading a folder", () => {
  it("finds .yaml and .yml files at any depth, in the order of their paths", async () => {
    for (const path of ["slos/b.yml", "slos/a/z.yaml", "slos/c.yaml", "slos/notes.md", "slos/d.yaml.bak"])
      write(path);
    expect(await pathsOf("slos")).toEqual(["slos/a/z.yaml", "slos/b.yml", "slos/c.yaml"]);
  });

  it("leaves out hidden files and folders and installed packages", async () => {
    for (const path of ["slos/.a.yaml", "slos/.git/b.yaml", "slos/node_modules/c.yaml", "slos/d.yaml"])
      write(path);
    expect(await pathsOf("slos")).toEqual(["slos/d.yaml"]);
  });

  it("walks into a folder that is called x.yaml", async () => {
    write("slos/x.yaml/y.yaml");
    expect(await pathsOf("slos")).toEqual(["slos/x.yaml/y.yaml"]);
  });

  it("says so when there is no file to read", async () => {
    mkdirSync("slos");
    expect(await said("slos")).toEqual(["no-specs slos:1:1"]);
  });

  it("shows tidy paths", async () => {
    write("slos/a.yaml");
    expect(await pathsOf("./slos/")).toEqual(["slos/a.yaml"]);
  });
});

describe("reading named paths", () => {
  it("reads a named file whatever it is called", async () => {
    write("slos.txt");
    expect(await pathsOf("slos.txt")).toEqual(["slos.txt"]);
  });

  it("reads nothing twice", async () => {
    write("slos/a.yaml");
    symlinkSync("a.yaml", "slos/b.yaml");
    expect(await pathsOf("slos", "slos/a.yaml")).toEqual(["slos/a.yaml"]);
  });

  it("names a path that does not exist, and reads the others", async () => {
    write("a.yaml");
    expect(await said("a.yaml", "b.yaml")).toEqual(["path-not-found b.yaml:1:1"]);
    expect(await pathsOf("a.yaml", "b.yaml")).toEqual(["a.yaml"]);
  });

  it("reads standard input where a dash is named", async () => {
    async function* typed(): AsyncGenerator<Uint8Array> {
      await Promise.resolve();
      yield Buffer.from("a: é").subarray(0, 4);
      yield Buffer.from("a: é").subarray(4);
    }
    expect((await readSpecs(["-"], typed())).files).toEqual([{ path: stdinPath, text: "a: é" }]);
  });
});

describe("links", () => {
  it("are followed", async () => {
    write("shared/a.yaml");
    mkdirSync("slos");
    symlinkSync("../shared", "slos/shared");
    expect(await pathsOf("slos")).toEqual(["slos/shared/a.yaml"]);
  });

  it("that lead back into their own folder are reported, not followed for ever", async () => {
    write("slos/a.yaml");
    symlinkSync("..", "slos/up");
    symlinkSync("self", "slos/self");
    expect(await said("slos")).toEqual(["link-loop slos/self:1:1", "link-loop slos/up/slos:1:1"]);
  });

  it("that lead nowhere are reported when they look like a definition", async () => {
    write("slos/a.yaml");
    symlinkSync("gone", "slos/b.yaml");
    symlinkSync("gone", "slos/c.txt");
    expect(await said("slos")).toEqual(["file-unreadable slos/b.yaml:1:1"]);
  });
});

describe("what a file may hold", () => {
  it("is text whose byte order mark is dropped", async () => {
    write("a.yaml", "\uFEFFa: 1\r\n");
    expect((await readSpecs(["a.yaml"])).files).toEqual([{ path: "a.yaml", text: "a: 1\r\n" }]);
  });

  it.each([
    ["Latin-1", Buffer.from("a: 1\nb: caf\xe9 \xfc\n", "latin1"), "2:7"],
    ["a truncated character", Buffer.from([...Buffer.from("ä: "), 0xe2, 0x82]), "1:4"],
    ["UTF-16", Buffer.from("\uFEFFa: 1", "utf16le"), "1:1"],
    ["an overlong form", Buffer.from([0x61, 0x3a, 0x20, 0xc0, 0xaf]), "1:4"],
  ])("is not %s, and the first wrong byte is named", async (_what, bytes, place) => {
    write("a.yaml", bytes);
    expect(await said("a.yaml")).toEqual([`file-not-utf8 a.yaml:${place}`]);
  });

  it("is at most what is read, which is said rather than tried", async () => {
    write("a.yaml", "#".repeat(sizeLimit + 1));
    expect(await said("a.yaml")).toEqual(["file-too-large a.yaml:1:1"]);
  });

  it("does not come from a pipe, which would never end", async () => {
    write("slos/a.yaml");
    execFileSync("mkfifo", ["slos/b.yaml"]);
    expect(await said("slos")).toEqual(["file-unreadable slos/b.yaml:1:1"]);
  });

  it("is reported when permission is missing", async () => {
    write("slos/a.yaml");
    chmodSync("slos/a.yaml", 0);
    chmodSync(folder, 0o755);
    expect(await asNobody(() => said("slos"))).toEqual(["file-unreadable slos/a.yaml:1:1"]);
  });

  it("is reported when the disk does not hand it over", async () => {
    mkdirSync("slos");
    symlinkSync("/proc/self/mem", "slos/a.yaml");
    expect(await said("slos")).toEqual(["file-unreadable slos/a.yaml:1:1"]);
  });
});

/** For the superuser every file is readable: it steps down for a moment. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}
