import { channelListSchema, testedSchema } from "../../../http/schemas/notices.ts";
import { exit, type ExitCode } from "../../exit.ts";
import { bodyOf, send } from "../../remote/client.ts";
import type { RemoteOptions } from "../../remote/options.ts";
import { channelLines } from "../../views/governance/notices.ts";
import { look, print } from "../show.ts";

export const list = (options: RemoteOptions): Promise<ExitCode> =>
  look(options, "/api/v1/notices", {
    schema: channelListSchema,
    lines: ({ items }, ink) => channelLines(items, ink),
  });

export async function test(channel: string, options: RemoteOptions): Promise<ExitCode> {
  const path = `/api/v1/notices/${encodeURIComponent(channel)}/test`;
  const body = bodyOf(await send(options, "POST", path, testedSchema, {}));
  print(options, body, () => [
    body.delivered
      ? `${channel} took the message: it should be there by now`
      : `${channel} did not take it: ${body.reason ?? "nobody knows why"}`,
  ]);
  return body.delivered ? exit.good : exit.inputAtFault;
}
