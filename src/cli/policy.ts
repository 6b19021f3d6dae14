import type { Definitions } from "../model/definitions.ts";
import type { Policy } from "../model/policy.ts";
import { kindsDoingBetter } from "../model/treatment.ts";
import { CliError, exit, type ExitCode } from "./exit.ts";
import type { Register } from "./program.ts";

interface ShowOptions {
  slos?: string;
  json?: true;
}

const help = `
Policies are printed whole, no key left to a default, the built-in one among them. Copy one into slos/, change
it, and it is in force as soon as the server has read it.

Examples:
  nines policy show
  nines policy show default > slos/policy.yaml`;

export const register: Register = (program, done) => {
  const policy = program.command("policy").description("what the gate goes by");
  policy
    .command("show")
    .description("print the effective policies as YAML that can be copied")
    .argument("[name]", "only this one")
    .option("--slos <dir>", "where the definitions are (default: slos, if there is one)")
    .option("--json", "print them as JSON")
    .addHelpText("after", help)
    .action(async (name: string | undefined, options: ShowOptions) => done(await show(name, options)));
};

const defaultFolder = "slos";

async function show(name: string | undefined, options: ShowOptions): Promise<ExitCode> {
  const { definitions, broken } = await readPolicies(options.slos);
  const chosen = choose(name, definitions.policies);
  const text =
    options.json === true ? JSON.stringify(chosen, undefined, 2) : await asYaml(chosen, definitions);
  process.stdout.write(`${text.trimEnd()}\n`);
  if (broken) process.stderr.write("nines: the definitions have errors, which `nines lint` explains\n");
  return broken ? exit.inputAtFault : exit.good;
}

/** Without a folder named, and without one here, the built-in policy is all there is. */
async function readPolicies(
  folder: string | undefined,
): Promise<{ definitions: Pick<Definitions, "policies" | "slos">; broken: boolean }> {
  const { readSpecs } = await import("../files/read.ts");
  const { hasErrors, loadDefinitions } = await import("../spec/load.ts");
  const read = await readSpecs([folder ?? defaultFolder]);
  const { definitions, diagnostics } = loadDefinitions(read.files);
  const missing = read.files.length === 0 && read.diagnostics.length > 0;
  const [first] = read.diagnostics;
  if (missing && folder !== undefined && first !== undefined)
    throw new CliError(`${first.path}: ${first.message}; ${first.remedy}`);
  return { definitions, broken: !missing && hasErrors([...read.diagnostics, ...diagnostics]) };
}

function choose(name: string | undefined, policies: readonly Policy[]): readonly Policy[] {
  if (name === undefined) return policies;
  const chosen = policies.filter((policy) => policy.name === name);
  if (chosen.length > 0) return chosen;
  const known = policies.map((policy) => policy.name).join(", ");
  throw new CliError(`no policy is called "${name}"; there are: ${known}`, exit.inputAtFault);
}

async function asYaml(policies: readonly Policy[], { slos }: Pick<Definitions, "slos">): Promise<string> {
  const { policyYaml } = await import("./views/policy.ts");
  const { builtInPolicy } = await import("../spec/builtin-policy.ts");
  const notes = (policy: Policy) => {
    const judged = slos.filter((slo) => slo.policy === policy.name).length;
    const origin = policy.hash === builtInPolicy.hash ? "the built-in policy; " : "";
    return [
      `${origin}hash ${policy.hash}, judges ${judged} ${judged === 1 ? "SLO" : "SLOs"}`,
      `kinds that can do better than a feature: ${kindsDoingBetter(policy).join(", ")}`,
    ];
  };
  return policies.map((policy) => policyYaml(policy, notes(policy))).join("---\n");
}
