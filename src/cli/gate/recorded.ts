import { diffSchema, replaySchema } from "../../http/schemas/governance/decision-basis.ts";
import { exit, type ExitCode } from "../exit.ts";
import { print } from "../governance/show.ts";
import { ask, bodyOf } from "../remote/client.ts";
import type { RemoteOptions } from "../remote/options.ts";
import { diffLines, replayLines } from "../views/governance/decision-basis.ts";

const pathOf = (id: string, verb: string): string =>
  `/api/v1/gate/decisions/${encodeURIComponent(id)}/${verb}`;

export async function replay(id: string, options: RemoteOptions): Promise<ExitCode> {
  const body = bodyOf(await ask(options, pathOf(id, "replay"), replaySchema));
  print(options, body, replayLines);
  return body.identical ? exit.good : exit.inputAtFault;
}

export async function diff(id: string, options: RemoteOptions): Promise<ExitCode> {
  return print(options, bodyOf(await ask(options, pathOf(id, "diff"), diffSchema)), diffLines);
}
