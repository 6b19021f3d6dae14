import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { seconds } from "../../src/model/units.ts";
import { codes, surveyCodes, type Code } from "../../src/spec/codes.ts";
import { loadDefinitions } from "../../src/spec/load.ts";

const folder = fileURLToPath(new URL("../../docs/errors/", import.meta.url));
const pages = readdirSync(folder)
  .filter((file) => file !== "README.md")
  .map((file) => ({ code: file.replace(/\.md$/, "") as Code, text: readFileSync(folder + file, "utf8") }));

const section = (text: string, title: string): string =>
  text.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? "";
const yamlIn = (text: string): string | undefined => /```yaml\n([\s\S]*?)```/.exec(text)?.[1];
const found = (text: string): string[] =>
  loadDefinitions([{ path: "example.yaml", text }], { retention: seconds(15 * 86_400) }).diagnostics.map(
    ({ code }) => code,
  );

/** What no document can show: these are about files and paths, or about a server. */
const aboutSurroundings: readonly string[] = [
  "path-not-found",
  "file-unreadable",
  "file-too-large",
  "file-not-utf8",
  "link-loop",
  "no-specs",
  "unknown-prometheus",
];

describe("the pages in docs/errors", () => {
  it("are one for each code", () => {
    expect(pages.map(({ code }) => code).toSorted()).toEqual(Object.keys(codes).toSorted());
  });

  it("are all listed, with their severity, on the first page", () => {
    const index = readFileSync(`${folder}README.md`, "utf8");
    const cellsOf = (row: string) => row.split("|").map((cell) => cell.trim());
    const listed = index.split("\n").filter((line) => line.startsWith("| ["));
    expect(listed.map((row) => cellsOf(row).slice(1, -1))).toEqual(
      Object.entries(codes).map(([code, { severity, title }]) => [`[${code}](${code}.md)`, severity, title]),
    );
  });

  it.each(pages)("name and explain $code", ({ code, text }) => {
    const { severity, title } = codes[code];
    expect(text.split("\n").slice(0, 3)).toEqual([`# ${code}`, "", `${title}. (${severity})`]);
    for (const heading of ["Example", "Why", "Fix"])
      expect(section(text, heading).length).toBeGreaterThan(20);
  });

  it.each(pages)(
    "show $code by an example that has it, or that only data show to have it",
    ({ code, text }) => {
      const example = yamlIn(section(text, "Example"));
      if (surveyCodes.has(code)) {
        expect(found(example ?? "").filter((each) => each !== "window-exceeds-retention")).toEqual([]);
        expect(section(text, "Why")).toContain("Only `nines lint --prometheus` can tell");
      } else if (example === undefined) expect(aboutSurroundings).toContain(code);
      else expect(found(example)).toContain(code);
    },
  );

  it.each(pages)("repair $code by a fix that is clean", ({ code, text }) => {
    const fixed = yamlIn(section(text, "Fix"));
    if (fixed === undefined) expect(aboutSurroundings).toContain(code);
    else
      expect(found(fixed).filter((each) => each !== "window-exceeds-retention" || each === code)).toEqual([]);
  });
});
