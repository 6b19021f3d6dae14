import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runNines } from "../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../kit/processes.ts";
import { repository } from "../kit/tools.ts";
import { filesUnder } from "./setup/sources.ts";

const readme = readFileSync(join(repository, "README.md"), "utf8");

/** The fenced blocks of a language, in order. */
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, "gms"))].map(([, text = ""]) => text);

/** What a console block shows below a command that it begins with. */
function shown(command: string): string {
  const block = blocks("console").find((text) => text.includes(`$ ${command}\n`));
  if (block === undefined) throw new Error(`the README shows no ${command}`);
  const [, after = ""] = block.split(`$ ${command}\n`);
  return (after.split(/^\$ /m)[0] ?? "").trim();
}

const folder = temporaryFolder("readme");
afterAll(() => removeFolder(folder));
const run = async (...args: string[]): Promise<string> =>
  (await runNines(args, { cwd: folder })).output.trim();
const spec = join(folder, "slos", "checkout.yaml");

describe("the README's tour, as a newcomer types it", () => {
  it("init writes the SLO that is shown, and says what it says", async () => {
    expect(await run("init", "--service", "checkout", "--owner", "team-shop", "--yes")).toBe(
      shown("nines init --service checkout --owner team-shop --yes"),
    );
    const withoutComments = readFileSync(spec, "utf8").replace(/^\s*#.*\n/gm, "");
    expect(withoutComments).toBe(blocks("yaml")[0]);
  });

  it("lint points at a promise that leaves no budget", async () => {
    const good = readFileSync(spec, "utf8");
    writeFileSync(spec, good.replace("99.9%", "100%"));
    expect(await run("lint")).toBe(shown("nines lint"));
    writeFileSync(spec, good);
  });

  it("compile writes, and then finds nothing to write", async () => {
    expect(await run("compile")).toBe(shown("nines compile"));
    expect(await run("compile", "--check")).toBe(shown("nines compile --check"));
  });
});

describe("the README", () => {
  it("leads only to pages that are there", () => {
    const links = [...readme.matchAll(/\]\(((?!https?:)[^)#]+)\)/g)].map(([, target = ""]) => target);
    expect(links.length).toBeGreaterThan(8);
    const known = new Set(filesUnder("docs"));
    const missing = links.filter(
      (target) =>
        !known.has(target) && !(target.endsWith("/") && [...known].some((path) => path.startsWith(target))),
    );
    expect(missing).toEqual([]);
  });

  it("names no command that does not exist", async () => {
    const named = new Set([...readme.matchAll(/^\$ nines (\w+)/gm)].map(([, name = ""]) => name));
    const help = await run("--help");
    expect([...named].filter((name) => !new RegExp(`^  ${name} `, "m").test(help))).toEqual([]);
  });
});
