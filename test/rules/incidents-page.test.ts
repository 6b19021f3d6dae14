import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkAlertmanagerConfig, receiversOf } from "../../kit/amtool.ts";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { repository } from "../../kit/tools.ts";
import { alertmanagerText } from "../../src/compile/alertmanager.ts";
import { decodeSettings } from "../../src/config/decode.ts";
import { slo } from "../support/slos.ts";

const page = readFileSync(join(repository, "docs", "incidents.md"), "utf8");
const [base = "", settings = ""] = [...page.matchAll(/```yaml\n([^`]*)```/g)].map(([, text]) => text ?? "");
const folder = temporaryFolder("incidents-page");
afterAll(() => removeFolder(folder));

const written = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

describe("docs/incidents.md", () => {
  it("shows an Alertmanager configuration that amtool finds good, as it stands", async () => {
    expect(await checkAlertmanagerConfig(written("base.yaml", base))).toMatchObject({ ok: true });
  });

  it("… and as a base of what nines compiles: pages reach nines and their owner, tickets the owner alone", async () => {
    const owned = base.replace("  - name: default\n", "  - name: default\n  - name: team-shop\n");
    const file = written("alertmanager.yaml", alertmanagerText([slo({ owner: "team-shop" })], owned).text);
    const labels = { slo_id: "checkout.availability.production", owner: "team-shop" };
    expect(await receiversOf(file, { ...labels, severity: "page" })).toEqual(["nines", "team-shop"]);
    expect(await receiversOf(file, { ...labels, severity: "ticket" })).toEqual(["team-shop"]);
  });

  it("shows settings that are read as they stand", () => {
    const decoded = decodeSettings({
      flags: {},
      environment: {},
      file: { path: "/etc/nines.yaml", text: settings },
    });
    expect(decoded).toMatchObject({
      ok: true,
      settings: { incidents: { reopenWithin: 3_600, opens: [{ severity: "page" }, { criticality: "1" }] } },
    });
  });

  it("… and what is no label is refused with its place", () => {
    const text = "incidents:\n  opens:\n    - {}\n  reopen: 1h\n";
    const decoded = decodeSettings({ flags: {}, environment: {}, file: { path: "nines.yaml", text } });
    const problems = decoded.ok ? [] : decoded.problems.map(({ place, message }) => `${place}: ${message}`);
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain("would take every alert");
    expect(problems[1]).toMatch(/^nines.yaml:4:3 \(incidents.reopen\): is no setting: .*reopenWithin/);
  });
});
