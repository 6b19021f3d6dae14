import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { removeFolder, runProgram, temporaryFolder } from "../../kit/processes.ts";
import { take } from "../../src/governance/state.ts";
import { company, requested, running } from "../governance/experiments/story.ts";
import { host, manifestsOf, blocksOf } from "../http/dialects/manifests.ts";
import { appWith, depsWith, get } from "../http/support/app.ts";
import { later } from "../support/snapshots.ts";

const onPage = "xp-3f9k2m7q4a";
const calm = company({ consumed: 0.2, burn: { "5m": 1 } });
const burning = company({ consumed: 0.2, burn: { "5m": 99 } });

/** nines with an experiment on record, in such a world. */
function world(facts: ReturnType<typeof company>, isRunning = true) {
  const { state, id } = isRunning ? running(calm) : requested(calm);
  const deps = depsWith(facts);
  const desk = { ...deps.desk, state: () => state };
  const app = appWith(facts, {
    allowedHosts: [host],
    desk,
    governance: () => state,
    now: () => later("10s"),
  });
  return {
    state,
    id,
    ask: async (url: string) => get(app, new URL(url.replace(onPage, id)).pathname, { host }),
  };
}
type World = ReturnType<typeof world>;

interface Workflow {
  metadata: { name: string };
  spec: {
    templates: { statusCheck?: { mode: string; http: { url: string; criteria: { statusCode: string } } } }[];
  };
}
interface Engine {
  metadata: { name: string };
  spec: {
    experiments: {
      spec: {
        probe: {
          "httpProbe/inputs"?: { url: string; method: { get: { criteria: string; responseCode: string } } };
        }[];
      };
    }[];
  };
}
interface Toolkit {
  configuration: { nines: string; experiment: string };
  "steady-state-hypothesis": { probes: { tolerance: number; provider: { type: string; url: string } }[] };
}

const workflow = (await manifestsOf<Workflow>("chaos-mesh")).find(({ metadata }) =>
  metadata.name.endsWith("watched"),
)!;
const engine = (await manifestsOf<Engine>("litmus")).find(({ metadata }) =>
  metadata.name.endsWith("watched"),
)!;
const [toolkit] = await manifestsOf<Toolkit>("chaos-toolkit");

/** How each asks the abort signal, and what it takes for going on: everything else stops the fault. */
const peers: Readonly<Record<string, (nines: World) => Promise<boolean>>> = {
  "Chaos Mesh": async (nines) => {
    const check = workflow.spec.templates.find(({ statusCheck }) => statusCheck !== undefined)!.statusCheck!;
    expect(check.mode).toBe("Continuous");
    return (await nines.ask(check.http.url)).status === Number(check.http.criteria.statusCode);
  },
  Litmus: async (nines) => {
    const probe = engine.spec.experiments[0]!.spec.probe[0]!["httpProbe/inputs"]!;
    return String((await nines.ask(probe.url)).status) === probe.method.get.responseCode;
  },
  "Chaos Toolkit": async (nines) => {
    const { configuration } = toolkit!;
    const [probe] = toolkit!["steady-state-hypothesis"].probes;
    const url = probe!.provider.url
      .replace("${nines}", configuration.nines)
      .replace("${experiment}", configuration.experiment);
    return (await nines.ask(url)).status === probe!.tolerance;
  },
};

describe.each(Object.entries(peers))("%s, as its page has it", (_, goesOn) => {
  it("goes on while the experiment runs within its caps", async () => {
    expect(await goesOn(world(calm))).toBe(true);
  });

  it("stops once a cap is passed, and before the experiment has been started", async () => {
    expect(await goesOn(world(burning))).toBe(false);
    expect(await goesOn(world(calm, false))).toBe(false);
  });

  it("stops once somebody has aborted it", async () => {
    const nines = world(calm);
    const payload = { cause: "by-hand", reason: "customers call" } as const;
    const event = {
      at: later("5s"),
      actor: "alice",
      kind: "experiment-aborted",
      subject: nines.id,
      payload,
    } as const;
    take(nines.state, { ...event, seq: 9, prevHash: "", hash: "" });
    expect(await goesOn(nines)).toBe(false);
  });
});

const hasPython = ((): boolean => {
  try {
    execFileSync("python3", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe("the control of Chaos Toolkit, as its page has it", () => {
  const folder = temporaryFolder("chaos-toolkit");
  afterAll(() => removeFolder(folder));

  it.skipIf(!hasPython)("starts the experiment before, and finishes or aborts it after", async () => {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      request.resume().on("end", () => {
        heard.push(`${request.method ?? ""} ${request.url ?? ""} ${request.headers.authorization ?? ""}`);
        response.setHeader("content-type", "application/json").end("{}");
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const nines = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [control = ""] = await blocksOf("docs/integrations/chaos-toolkit.md", "python");
    writeFileSync(join(folder, "nines_control.py"), control);
    const script = [
      "import nines_control as control",
      `configuration = {"nines": "${nines}", "experiment": "${onPage}"}`,
      "control.before_experiment_control({}, configuration=configuration)",
      'control.after_experiment_control({}, state={"status": "completed"}, configuration=configuration)',
      'control.after_experiment_control({}, state={"status": "failed"}, configuration=configuration)',
    ].join("\n");
    const env = {
      ...process.env,
      NINES_TOKEN: "nines_test",
      PYTHONPATH: folder,
      PYTHONDONTWRITEBYTECODE: "1",
    };
    const { ok, output } = await runProgram("python3", ["-c", script], { env });
    server.close();
    expect(output).toBe("");
    expect(ok).toBe(true);
    const path = `/api/v1/experiments/${onPage}`;
    expect(heard).toEqual(
      ["start", "finish", "abort"].map((verb) => `POST ${path}/${verb} Bearer nines_test`),
    );
  });
});
