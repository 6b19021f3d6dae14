import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { explainFailure } from "../../src/store/failures.ts";
import { dataFolder } from "./folder.ts";

/** What SQLite itself threw, in nines' words. */
function said(work: () => void): string {
  try {
    work();
  } catch (error) {
    return explainFailure("journal.db", error).message;
  }
  throw new Error("nothing failed");
}

describe("what SQLite fails with", () => {
  it("is said as a full disk", () => {
    const database = new DatabaseSync(join(dataFolder(), "full.db"));
    database.exec("CREATE TABLE t (x TEXT); PRAGMA max_page_count = 3");
    const fill = () => database.prepare("INSERT INTO t VALUES (?)").run("x".repeat(20_000));
    expect(said(fill)).toBe("no space left to write the journal journal.db: free some and try again");
    database.close();
  });

  it("is said as a file that may not be written", () => {
    const path = join(dataFolder(), "read.db");
    new DatabaseSync(path).exec("CREATE TABLE t (x TEXT)");
    const database = new DatabaseSync(path, { readOnly: true });
    expect(said(() => database.exec("INSERT INTO t VALUES (1)"))).toMatch(
      /^cannot write the journal journal\.db: .* can only be read .* --data$/,
    );
    database.close();
  });

  it("is said as a folder that cannot be opened", () => {
    expect(said(() => new DatabaseSync("/proc/nowhere/journal.db"))).toMatch(
      /name another folder with --data/,
    );
  });

  it("is said as another program's lock", () => {
    const path = join(dataFolder(), "busy.db");
    const [one, other] = [new DatabaseSync(path), new DatabaseSync(path, { timeout: 0 })];
    one.exec("BEGIN EXCLUSIVE");
    expect(said(() => other.exec("BEGIN EXCLUSIVE"))).toMatch(/is locked by another program/);
    one.close();
    other.close();
  });

  it("is said in the system's words turned into ours", () => {
    const error = Object.assign(new Error("EROFS: read-only file system"), { code: "EROFS" });
    expect(explainFailure("journal.db", error).message).toBe(
      "cannot use the journal journal.db: the file system can only be read; see to it, or name another folder with --data",
    );
  });
});
