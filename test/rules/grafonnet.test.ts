import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runNines } from "../../kit/nines.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { isLeftOut, repository, toolPath } from "../../kit/tools.ts";

const folder = temporaryFolder("render");
afterAll(() => removeFolder(folder));

const render = (args: readonly string[], { found = true } = {}) => {
  const beside = found ? `${dirname(toolPath("jsonnet"))}${delimiter}` : "";
  return runNines(["dashboards", "render", ...args], {
    cwd: folder,
    env: { PATH: `${beside}/usr/bin:/bin` },
  });
};

const examples = globSync("dashboards/*.jsonnet", { cwd: repository }).map((path) => join(repository, path));
const vendor = join(repository, "vendor");
const isThere = existsSync(join(vendor, "github.com/grafana/grafonnet"));

describe.skipIf(isLeftOut("jsonnet"))("nines dashboards render", () => {
  it("evaluates a file, with imports from the folders it is told", async () => {
    writeFileSync(join(folder, "title.libsonnet"), "{ title: 'mine' }");
    writeFileSync(join(folder, "board.jsonnet"), "(import 'title.libsonnet') + { uid: 'own' }");
    const { exitCode, stdout } = await render(["board.jsonnet", "-J", folder]);
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, { title: "mine", uid: "own" }]);
  });

  it("says what jsonnet says of a file that is at fault", async () => {
    writeFileSync(join(folder, "broken.jsonnet"), "{ title: }");
    const { exitCode, stdout, stderr } = await render(["broken.jsonnet"]);
    expect([exitCode, stdout, stderr]).toEqual([1, "", expect.stringMatching(/broken\.jsonnet:1:10/)]);
  });

  it("says how to get a jsonnet where there is none", async () => {
    const { exitCode, stderr } = await render(["board.jsonnet"], { found: false });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining("apt install jsonnet")]);
  });
});

describe.skipIf(isLeftOut("jsonnet"))("the examples in dashboards/", () => {
  it.skipIf(isThere).each(examples)(
    "%s parses, and without vendor/ says how to get grafonnet",
    async (example) => {
      const { exitCode, stderr } = await render([example]);
      expect(exitCode).toBe(1);
      expect(stderr).not.toContain("STATIC ERROR");
      expect(stderr).toContain("jb install");
    },
  );

  it.skipIf(!isThere).each(examples)(
    "%s is a board (skipped without vendor/, which jb install makes)",
    async (example) => {
      const { exitCode, stdout } = await render([example, "-J", vendor]);
      expect(exitCode).toBe(0);
      const { uid, title, panels } = JSON.parse(stdout) as {
        uid: string;
        title: string;
        panels: { type: string }[];
      };
      expect([uid, title]).toEqual([expect.stringMatching(/^[\w-]{1,40}$/), expect.any(String)]);
      expect(panels.every(({ type }) => typeof type === "string")).toBe(true);
    },
  );

  it("import grafonnet by the address that jsonnetfile.json fetches", () => {
    const { dependencies } = JSON.parse(readFileSync(join(repository, "jsonnetfile.json"), "utf8")) as {
      dependencies: { source: { git: { remote: string; subdir: string } } }[];
    };
    const [{ source }] = dependencies as [(typeof dependencies)[number]];
    const address = `${source.git.remote.replace(/^https:\/\/|\.git$/g, "")}/${source.git.subdir}/main.libsonnet`;
    expect(readFileSync(join(repository, "dashboards/g.libsonnet"), "utf8")).toContain(`'${address}'`);
  });
});
