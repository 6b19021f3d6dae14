import { z } from "zod";
import { deploymentDetailSchema, deploymentSchema } from "../../../http/schemas/governance/deployment.ts";
import { CliError, type ExitCode } from "../../exit.ts";
import { given } from "../arguments.ts";
import { act, look } from "../show.ts";
import type { RemoteOptions } from "../../remote/options.ts";
import { deploymentLines, deploymentTable } from "../../views/governance/deployment.ts";

export interface RecordOptions extends RemoteOptions {
  service?: string;
  environment?: string;
  sha?: string;
  version?: string;
  run?: string;
  started?: string;
  finished?: string;
  outcome?: string;
  decision?: string;
  link?: string;
}

export interface ListOptions extends RemoteOptions {
  service?: string;
  environment?: string;
  sha?: string;
  state?: string;
}

const path = "/api/v1/deployments";
const one = { schema: deploymentDetailSchema, lines: deploymentLines };
const many = z.object({ items: z.array(deploymentSchema), total: z.int() });

export async function record(options: RecordOptions): Promise<ExitCode> {
  const { service, environment, sha, version, run, started, finished, outcome, decision, link } = options;
  const missing = [
    ...(service === undefined ? ["--service"] : []),
    ...(environment === undefined ? ["--environment"] : []),
    ...(sha === undefined && version === undefined ? ["--sha or --version"] : []),
  ];
  if (missing.length > 0)
    throw new CliError(`missing: ${missing.join(", ")}; see nines deployment record --help`);
  const named = { service, environment, sha, version, run };
  return act(options, "POST", path, given({ ...named, started, finished, outcome, decision, link }), one);
}

export const list = (options: ListOptions): Promise<ExitCode> => {
  const { service, environment, sha, state } = options;
  const lines = ({ items, total }: z.output<typeof many>, ink: Parameters<typeof deploymentTable>[2]) =>
    deploymentTable(items, total, ink);
  return look(options, path, { schema: many, lines }, { service, environment, sha, state });
};

export const show = (id: string, options: RemoteOptions): Promise<ExitCode> =>
  look(options, `${path}/${encodeURIComponent(id)}`, one);
