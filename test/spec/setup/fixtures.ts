import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { SourceFile } from "../../../src/spec/source.ts";

export interface Fixture extends SourceFile {
  name: string;
  /** `code line:column` of every finding, as the file's own `# expect:` comments say. */
  expected: readonly string[];
}

const folderOf = (kind: string): string => fileURLToPath(new URL(`../../fixtures/${kind}/`, import.meta.url));

const readFixture = (folder: string, file: string): Fixture => {
  const text = readFileSync(`${folder}${file}`, "utf8");
  const expected = [...text.matchAll(/^\uFEFF?# expect: (\S+ \d+:\d+)\r?$/gm)].map((match) => match[1] ?? "");
  return { name: file.replace(/\.yaml$/, ""), path: file, text, expected };
};

/** Every definition file of a folder under test/fixtures. */
export function fixturesIn(kind: "bad" | "warned" | "good"): Fixture[] {
  const folder = folderOf(kind);
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .toSorted()
    .map((file) => readFixture(folder, file));
}

export const fixtureFolder = folderOf;
