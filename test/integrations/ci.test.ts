import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { type NinesServer, startNines } from "../../kit/nines.ts";
import { type Outcome, removeFolder, runProgram, temporaryFolder } from "../../kit/processes.ts";
import { repository } from "../../kit/tools.ts";
import { until } from "../../kit/until.ts";
import { type Forge, githubClaims, gitlabClaims, startForge } from "../auth/support/forge.ts";
import { type Served, serving } from "../auth/support/server.ts";
import { blockOf, blocksOf, type Delivering } from "./pages.ts";

/**
 * The jobs of docs/integrations as they stand: their steps are run by a shell, with the real `nines`, against a real
 * server that trusts a forge of this test. Only the addresses in their environment are this machine's.
 */

const folder = temporaryFolder("ci");
const sha = "4f2a91c0d1e2f3a4b5c6d7e8f9a0b1c2d3e4f5a6";
const clock = () => Date.now() / 1_000;
let github: Forge;
let gitlab: Forge;
let tokens: Served;
let nines: NinesServer;

const service = (name: string, { delivery }: Delivering, policy: string): string =>
  stringify({
    apiVersion: "nines/v1",
    kind: "Service",
    metadata: { name, owner: "team-shop" },
    spec: {
      policy,
      delivery,
      slos: [
        {
          name: "availability",
          objective: "99.9%",
          sli: { ratio: { bad: `errors_total{job="${name}"}`, total: `requests_total{job="${name}"}` } },
        },
      ],
    },
  });

/** `decision` whatever the budget: no Prometheus is needed to be told yes or no. */
const policy = (name: string, decision: string): string =>
  stringify({
    apiVersion: "nines/v1",
    kind: "Policy",
    metadata: { name },
    spec: { gate: [{ then: decision }] },
  });

beforeAll(async () => {
  github = await startForge(clock, githubClaims);
  gitlab = await startForge(clock, gitlabClaims);
  tokens = await serving(() => async (request, response) => {
    const audience = new URL(request.url ?? "", "http://x").searchParams.get("audience");
    const isAsked = request.headers.authorization === "Bearer request-token";
    response.writeHead(isAsked ? 200 : 401, { "content-type": "application/json" });
    response.end(
      JSON.stringify({ count: 1, value: isAsked ? await github.token({ aud: audience, sha }) : "" }),
    );
  });
  const [hub, lab] = ["github-actions.md", "gitlab-ci.md"] as const;
  mkdirSync(join(folder, "slos"));
  const delivering = (page: string) => blockOf(page, "# slos/") as Delivering;
  const documents = [
    service("checkout", delivering(hub), "open"),
    service("search", delivering(lab), "closed"),
    policy("open", "allow"),
    policy("closed", "deny"),
  ];
  writeFileSync(join(folder, "slos", "shop.yaml"), documents.join("---\n"));
  const trusted = [hub, lab].flatMap(
    (page) => (blockOf(page, "# nines.yaml") as { workloads: object[] }).workloads,
  );
  const [ofGithub, ofGitlab] = trusted;
  const workloads = [
    { ...ofGithub, issuer: github.url },
    { ...ofGitlab, issuer: gitlab.url },
  ];
  const settings = {
    slos: "slos",
    data: "data",
    prometheus: [{ name: "default", url: "http://127.0.0.1:9" }],
    cycle: "2s",
    workloads,
  };
  writeFileSync(join(folder, "nines.yaml"), stringify(settings));
  mkdirSync(join(folder, "bin"));
  symlinkSync(join(repository, "bin", "nines"), join(folder, "bin", "nines"));
  writeFileSync(join(folder, "deploy.sh"), "#!/bin/sh\necho deployed >> deployed.txt\necho it is out\n", {
    mode: 0o755,
  });
  nines = await startNines(["--config", join(folder, "nines.yaml")]);
  await until(async () => (await fetch(`${nines.url}/api/v1/slos`)).ok, {
    what: "the first cycle has finished",
  });
}, 120_000);
afterAll(async () => {
  await nines.stop();
  await Promise.all([github, gitlab, tokens].map((each) => each.close()));
  removeFolder(folder);
});

const shell = (script: string, env: Readonly<Record<string, string>>): Promise<Outcome> =>
  runProgram("bash", ["-e", "-c", script], {
    cwd: folder,
    env: {
      HOME: folder,
      PATH: `${join(folder, "bin")}:${process.env.PATH ?? ""}`,
      NINES_SERVER: nines.url,
      ...env,
    },
    timeout: 60_000,
  });

/** Step by step, as a runner does: the first that fails ends the job. */
async function runSteps(steps: readonly string[], env: Readonly<Record<string, string>>): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    const outcome = await shell(step, env);
    outcomes.push(outcome);
    if (!outcome.ok) break;
  }
  return outcomes;
}

interface GithubJob {
  environment: string;
  permissions: Record<string, string>;
  env: Record<string, string>;
  steps: { run: string }[];
}

describe("the job of docs/integrations/github-actions.md", () => {
  const { deploy } = (blockOf("github-actions.md", "jobs:") as { jobs: { deploy: GithubJob } }).jobs;
  const runner = () => ({
    GITHUB_REPOSITORY: "shop/checkout",
    GITHUB_SHA: sha,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request-token",
    ACTIONS_ID_TOKEN_REQUEST_URL: `${tokens.url}/token?api-version=2.0`,
  });

  it("proves itself by GitHub's own token, asks on record, and deploys", async () => {
    expect(deploy).toMatchObject({ environment: "prod", permissions: { "id-token": "write" } });
    const outcomes = await runSteps(
      deploy.steps.map(({ run }) => run),
      runner(),
    );
    expect(outcomes.map(({ exitCode, output }) => [exitCode, output])).toEqual([
      [
        0,
        expect.stringMatching(/allowed: feature of checkout to production at 4f2a91c[\s\S]*on record as gd-/),
      ],
      [0, "it is out"],
    ]);
  });

  it("ends there when nobody vouches for it", async () => {
    const env = { ...runner(), ACTIONS_ID_TOKEN_REQUEST_TOKEN: "stolen" };
    const outcomes = await runSteps(
      deploy.steps.map(({ run }) => run),
      env,
    );
    expect(outcomes).toHaveLength(1);
    expect(outcomes[0]!.exitCode).toBe(2);
  });

  it("takes ten lines, and the README the same ones", () => {
    const [block = ""] = blocksOf("github-actions.md");
    const [first, ...job] = block.trimEnd().split("\n");
    expect([first, job.length]).toEqual(["jobs:", 10]);
    expect(readFileSync(join(repository, "README.md"), "utf8")).toContain(block);
  });
});

interface GitlabJob {
  environment: string;
  id_tokens: { NINES_TOKEN: { aud: string } };
  script: string[];
}

describe("the job of docs/integrations/gitlab-ci.md", () => {
  const { deploy } = blockOf("gitlab-ci.md", "deploy:") as { deploy: GitlabJob };

  it("is refused where the policy says no, with the reason, and does not deploy", async () => {
    const token = await gitlab.token({ aud: deploy.id_tokens.NINES_TOKEN.aud });
    const outcomes = await runSteps(deploy.script, {
      NINES_TOKEN: token,
      CI_PROJECT_PATH: "shop/search",
      CI_COMMIT_SHA: sha,
    });
    expect(outcomes).toHaveLength(1);
    expect(outcomes[0]).toMatchObject({ exitCode: 1 });
    expect(outcomes[0]!.stdout).toMatch(/denied: feature of search to production at 4f2a91c/);
  });
});
