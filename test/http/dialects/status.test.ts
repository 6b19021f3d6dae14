import type { Express } from "express";
import { describe, expect, it } from "vitest";
import { held, knowing } from "../../support/people.ts";
import { judged, later, snapshotOf } from "../../support/snapshots.ts";
import { appWith, get } from "../support/app.ts";
import { blocksOf, host, manifestsOf, worldsByDecision } from "./manifests.ts";

interface Workflow {
  spec: { templates: { statusCheck?: { http: { url: string; criteria: { statusCode: string } } } }[] };
}
interface Engine {
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

const [workflow] = await manifestsOf<Workflow>("chaos-mesh");
const [engine] = await manifestsOf<Engine>("litmus");
const [command = ""] = await blocksOf("docs/integrations/curl.md", "sh");

const ask = async (app: Express, text: string) => {
  const url = new URL(text.replace("change=experiment", "change=feature"));
  return get(app, url.pathname + url.search, { host: url.host });
};
const appOf = (snapshot: Parameters<typeof appWith>[0], now = later("10s")) =>
  appWith(snapshot, { allowedHosts: [host], now: () => now });

/** Each compares a status with what its manifest wants, and takes everything else for a failure. */
const peers = {
  "Chaos Mesh": async (app: Express) => {
    const { http } = workflow!.spec.templates.find(
      ({ statusCheck }) => statusCheck !== undefined,
    )!.statusCheck!;
    return (await ask(app, http.url)).status === Number(http.criteria.statusCode);
  },
  Litmus: async (app: Express) => {
    const probe = engine!.spec.experiments[0]!.spec.probe[0]!["httpProbe/inputs"]!;
    expect(probe.method.get.criteria).toBe("==");
    return String((await ask(app, probe.url)).status) === probe.method.get.responseCode;
  },
  curl: async (app: Express) => {
    const [, url = ""] = /"(http:[^"]*)"/.exec(command) ?? [];
    return (await ask(app, url)).status < 400;
  },
};

describe.each(Object.entries(peers))("%s", (_, passes) => {
  it.each(worldsByDecision)("is told of %s by a status", async (decision, snapshot) => {
    expect(await passes(appOf(snapshot))).toBe(decision === "allow" || decision === "warn");
  });

  it("does not pass while nothing is known", async () => {
    expect(await passes(appOf(undefined))).toBe(false);
  });
});

describe("GET /api/v1/gate/status", () => {
  const path = "/api/v1/gate/status?service=checkout&environment=production";

  it("is 200 or 403 with one line that says why", async () => {
    for (const [decision, snapshot] of worldsByDecision) {
      const { status, text, headers } = await get(appOf(snapshot), path);
      expect([decision, status]).toEqual([decision, ["allow", "warn"].includes(decision) ? 200 : 403]);
      expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
      expect(text).toMatch(
        /^[^\n]+: feature of checkout to production: checkout\.availability\.production: [^\n]+\n$/,
      );
    }
  });

  it("says that it was only watched", async () => {
    const { status, text } = await get(
      appOf(snapshotOf([judged({ consumed: 0.95 })])),
      `${path}&dryRun=true`,
    );
    expect(status).toBe(200);
    expect(text).toContain("(dry run: it would be needs an exception)");
  });

  it("knows a malformed question from a no", async () => {
    expect((await get(appOf(worldsByDecision[0]?.[1]), `${path}&chnge=fix`)).status).toBe(400);
  });

  it("needs a token where reading is not open", async () => {
    const viewer = held({ roles: ["viewer"] });
    const app = appWith(worldsByDecision[0]?.[1], { people: knowing([viewer], { readsAreOpen: false }) });
    expect((await get(app, path)).status).toBe(401);
    expect((await get(app, path, viewer.headers)).status).toBe(200);
  });
});
