import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { headerLine } from "../../src/compile/header.ts";
import { findStale, ForeignFilesError, writeOutput } from "../../src/files/write.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder("write");
});
afterEach(() => removeFolder(folder));

const ours = (path: string, body = "a: 1\n") => ({ path, render: () => headerLine + body });
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const read = (path: string) => readFileSync(join(folder, path), "utf8");
const checkout = "rules/production/checkout.yaml";
const payments = "rules/production/payments.yaml";

describe("writing the output", () => {
  it("makes folders and leaves nothing beside its files", () => {
    expect(writeOutput(folder, [ours(checkout)])).toEqual({ written: [checkout], unchanged: 0, removed: [] });
    expect(readdirSync(join(folder, "rules/production"))).toEqual(["checkout.yaml"]);
  });

  it("leaves a file alone that already says the same", () => {
    writeOutput(folder, [ours(checkout)]);
    utimesSync(join(folder, checkout), 1, 1);
    expect(writeOutput(folder, [ours(checkout)])).toMatchObject({ written: [], unchanged: 1 });
    expect(statSync(join(folder, checkout)).mtimeMs).toBe(1000);
  });

  it("removes rule files of ours whose SLOs are gone, and the folder they leave empty", () => {
    writeOutput(folder, [ours(checkout), ours("rules/staging/checkout.yaml")]);
    expect(writeOutput(folder, [ours(checkout)]).removed).toEqual(["rules/staging/checkout.yaml"]);
    expect(existsSync(join(folder, "rules/staging"))).toBe(false);
  });

  it("never removes a file that somebody else wrote", () => {
    put(payments, "groups: []\n");
    put("rules/production/notes.txt", headerLine);
    expect(writeOutput(folder, [ours(checkout)]).removed).toEqual([]);
    expect(read(payments)).toBe("groups: []\n");
  });

  it("writes nothing at all when a foreign file stands where one of ours should", () => {
    put(payments, "groups: []\n");
    expect(() => writeOutput(folder, [ours(checkout), ours(payments)])).toThrow(ForeignFilesError);
    expect(existsSync(join(folder, checkout))).toBe(false);
    expect(read(payments)).toBe("groups: []\n");
  });

  it("leaves the old file whole when it cannot write the new one", () => {
    writeOutput(folder, [ours(checkout)]);
    const failing = {
      path: checkout,
      render: (): string => {
        throw new Error("no text");
      },
    };
    expect(() => writeOutput(folder, [failing])).toThrow("no text");
    expect(read(checkout)).toBe(`${headerLine}a: 1\n`);
  });

  it("works in the folder it stands in", () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      writeOutput(".", [ours(checkout), ours(payments)]);
      expect(writeOutput(".", [ours(checkout)]).removed).toEqual([payments]);
    } finally {
      process.chdir(before);
    }
  });
});

describe("checking the output", () => {
  it("does not mind a checkout with line ends of another system", () => {
    put(checkout, ours(checkout).render().replaceAll("\n", "\r\n"));
    expect([...findStale(folder, [ours(checkout)])]).toEqual([]);
  });

  it("finds nothing when all is as it should be", () => {
    writeOutput(folder, [ours(checkout)]);
    expect([...findStale(folder, [ours(checkout)])]).toEqual([]);
  });

  it("finds changed, missing and superfluous files, and writes nothing", () => {
    writeOutput(folder, [ours(checkout), ours(payments)]);
    const found = [...findStale(folder, [ours(checkout, "a: 2\n"), ours("rules/production/search.yaml")])];
    expect(found).toEqual([
      { path: checkout, found: `${headerLine}a: 1\n`, wanted: `${headerLine}a: 2\n` },
      { path: "rules/production/search.yaml", wanted: `${headerLine}a: 1\n` },
      { path: payments, found: `${headerLine}a: 1\n` },
    ]);
    expect(read(checkout)).toBe(`${headerLine}a: 1\n`);
  });
});
