import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { type NinesServer, startNines } from "../../kit/nines.ts";
import { removeFolder, runProgram, temporaryFolder } from "../../kit/processes.ts";
import { repository } from "../../kit/tools.ts";
import { governanceSpecs } from "./histories/governance.ts";
import { sloOnce } from "./road.ts";

const readme = readFileSync(join(repository, "README.md"), "utf8");
const section = /^## When the budget is gone.*?(?=^## More)/ms.exec(readme)?.[0] ?? "";
const transcript = [...section.matchAll(/^```console\n(.*?)^```/gms)].map(([, text = ""]) => text).join("");

interface Step {
  command: string;
  shown: string;
}

/** A command begins with `$ ` and goes on while lines are indented; what follows is its output. */
const steps: readonly Step[] = transcript
  .split(/^\$ /m)
  .slice(1)
  .map((text) => {
    const lines = text.trimEnd().split("\n");
    const end = lines.findIndex((line, index) => index > 0 && !line.startsWith("    "));
    const cut = end === -1 ? lines.length : end;
    return { command: lines.slice(0, cut).join("\n"), shown: lines.slice(cut).join("\n") };
  });

/** Ids are new every time, but the same one is the same everywhere: the first becomes `gd-1`. */
function withPlainIds(text: string): string {
  const seen: string[] = [];
  return text.replace(/\b(gd|ex)-[0-9a-z]+/g, (id, kind: string) => {
    if (!seen.includes(id)) seen.push(id);
    return `${kind}-${seen.indexOf(id) + 1}`;
  });
}

const folder = temporaryFolder("readme-governance");
let nines: NinesServer;
beforeAll(async () => {
  const { prometheus } = inject("servers");
  const data = join(folder, ".nines");
  nines = await startNines([
    ...["--prometheus", prometheus, "--slos", governanceSpecs, "--data", data, "--cycle", "5s"],
  ]);
  await sloOnce(nines, "payments", ({ state }) => state === "frozen", "is frozen");
}, 300_000);
afterAll(async () => {
  await nines.stop();
  removeFolder(folder);
});

it("the README's exception, with curl alone, runs as it is written", async () => {
  expect(steps.length).toBeGreaterThan(12);
  const script = steps.map(({ command }) => `${command}\necho "== end"`).join("\n");
  const address = script.replace("http://127.0.0.1:8090", nines.url);
  const { stdout, stderr } = await runProgram("bash", ["-c", `set -f\n${address}`], { cwd: folder });
  const said = withPlainIds(stdout)
    .split("== end\n")
    .slice(0, -1)
    .map((text) => text.trim());
  expect(said, stderr).toEqual(
    withPlainIds(steps.map(({ shown }) => shown).join("\n== end\n")).split("\n== end\n"),
  );
});
