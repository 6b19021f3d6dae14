import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { repository } from "../../kit/tools.ts";
import { register as audit } from "../../src/cli/audit.ts";
import { register as dashboards } from "../../src/cli/dashboards.ts";
import { register as breakGlass } from "../../src/cli/governance/break-glass.ts";
import { register as correction } from "../../src/cli/governance/correction.ts";
import { register as deployment } from "../../src/cli/governance/deployment.ts";
import { register as exception } from "../../src/cli/governance/exception.ts";
import { register as experiment } from "../../src/cli/governance/experiment.ts";
import { register as explain } from "../../src/cli/explain.ts";
import { register as gate } from "../../src/cli/gate.ts";
import { register as graph } from "../../src/cli/graph.ts";
import { register as journal } from "../../src/cli/journal.ts";
import { register as loosening } from "../../src/cli/governance/loosening.ts";
import { register as journey } from "../../src/cli/journey.ts";
import { register as alerts } from "../../src/cli/incidents/alerts.ts";
import { register as attribution } from "../../src/cli/incidents/attribution.ts";
import { register as incident } from "../../src/cli/incidents/incident.ts";
import { register as notices } from "../../src/cli/governance/notices.ts";
import { register as policy } from "../../src/cli/policy.ts";
import { register as probe } from "../../src/cli/probe.ts";
import { register as status } from "../../src/cli/status.ts";
import { register as templates } from "../../src/cli/templates.ts";
import { register as token } from "../../src/cli/governance/token.ts";
import { register as whoami } from "../../src/cli/whoami.ts";
import { register as window } from "../../src/cli/governance/window.ts";

const text = await readFile(join(repository, "docs", "cli.md"), "utf8");

const program = new Command();
const governance = [exception, breakGlass, correction, window, deployment, experiment, loosening];
for (const register of [
  ...governance,
  alerts,
  attribution,
  incident,
  audit,
  dashboards,
  explain,
  gate,
  graph,
  journal,
  policy,
  probe,
  journey,
  notices,
  status,
  templates,
  token,
  whoami,
])
  register(program, () => undefined);
const leaves = (command: Command): Command[] =>
  command.commands.length === 0
    ? [command]
    : [...(command.options.length > 0 ? [command] : []), ...command.commands.flatMap(leaves)];

describe("docs/cli.md", () => {
  it.each(
    leaves(program).flatMap((command) =>
      command.options.map(({ long }) => [command.name(), long ?? ""] as const),
    ),
  )("explains nines … %s %s", (_command, flag) => {
    expect(text).toMatch(new RegExp(`${flag}\\b`));
  });

  it("names no option of these commands that does not exist", () => {
    const known = leaves(program).flatMap(({ options }) => options.map(({ long }) => long));
    const ours = text.slice(text.indexOf("## nines gate"), text.indexOf("## nines serve"));
    for (const [flag] of ours.matchAll(/--[a-z][a-z-]+/g)) expect(known).toContain(flag);
  });

  it("has one example of each command at least", () => {
    for (const name of [
      "gate",
      "gate replay",
      "gate diff",
      "status",
      "explain",
      "graph",
      "policy show",
      "exception request",
      "exception approve",
      "break-glass",
      "correction request",
      "window create",
      "deployment record",
      "loosening list",
      "incident note",
      "notices list",
      "attribution",
      "alerts mark",
      "templates list",
      "token create",
      "whoami",
      "audit verify",
      "journal export",
      "journey run",
      "journey lint",
      "probe",
      "serve",
    ])
      expect(text).toContain(`    nines ${name}`);
  });
});
