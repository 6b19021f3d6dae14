import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { until } from "../../../kit/until.ts";
import { openReporting } from "../../../src/cli/journey/reporting.ts";
import { run } from "../../http/support/journeys.ts";

const settings = (report?: { servers: string[]; tokenFile?: string }) => ({
  ...{ location: "office", rules: { hosts: [], networks: [] }, grants: [], variables: {}, authorities: [] },
  ...(report !== undefined && { report }),
});
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const noProber = () => {
  throw new Error("nobody asks for it");
};

let folder: string;
beforeAll(() => {
  folder = temporaryFolder("reporting");
  vi.stubEnv("NINES_TOKEN", "");
});
afterAll(() => {
  vi.unstubAllEnvs();
  removeFolder(folder);
});

describe("nines probe", () => {
  it("reports to nobody, and says nothing of it, unless it is told to", async () => {
    const reporting = await openReporting(settings(), noProber, quiet);
    reporting.onRun(run("r1"));
    expect(await reporting.metrics()).toBe("");
    await reporting.close();
  });

  it("says at once how to make the token that it has none of", async () => {
    await expect(
      openReporting(settings({ servers: ["http://127.0.0.1:1"] }), noProber, quiet),
    ).rejects.toThrow(
      /needs a token of the role prober.*nines token create --subject prober-eu-1 --role prober/,
    );
  });

  it("counts the runs that wait for each nines, which need not be there", async () => {
    const tokenFile = join(folder, "office.token");
    writeFileSync(tokenFile, "nines_tk-1_secret\n");
    const servers = ["http://127.0.0.1:1", "http://127.0.0.1:2"];
    const reporting = await openReporting(settings({ servers, tokenFile }), noProber, quiet);
    reporting.onRun(run("r1"));
    await until(
      async () =>
        (await reporting.metrics()).includes('nines_reports_waiting{server="http://127.0.0.1:2"} 1'),
      { what: "the run waits" },
    );
    await reporting.close();
  });
});
