import { InvalidArgumentError, Option } from "commander";
import { roles } from "../../governance/people/identity.ts";
import { parseDuration } from "../../model/durations.ts";
import { exit, type ExitCode } from "../exit.ts";
import type { Register } from "../program.ts";
import { ask, bodyOf, send } from "../remote/client.ts";
import { withRemoteOptions, type RemoteOptions } from "../remote/options.ts";
import { newTokenLines, tokenLines } from "../views/people.ts";

interface CreateOptions extends RemoteOptions {
  subject: string;
  role: string[];
  group?: string[];
  service?: string[];
  expires?: string;
}

const createHelp = `
The token is printed once; nines keeps a digest of it. Without --expires it is valid until revoked.

Examples:
  nines token create --subject alice@example.org --role requester --role approver --group sre --expires 90d
  nines token create --subject deploy-bot --role machine --service checkout`;

const revokeHelp = `
It is refused from the next request on. The last token of an admin stays.

Example:
  nines token revoke tk-3f9k2m7q --reason "left the company"`;

const listHelp = `
Admins and auditors see all, everybody else their own.

Example:
  nines token list --json`;

const collect = (text: string, before: string[] = []): string[] => [...before, text];

/** A moment, or how long from now; resolves when it is sent. */
function moment(text: string): string {
  const length = parseDuration(text);
  const at = length === undefined ? Date.parse(text) : Date.now() + length * 1_000;
  if (Number.isNaN(at)) throw new InvalidArgumentError("Write it as 90d or 2027-02-20T00:00:00Z.");
  return new Date(at).toISOString();
}

function collectRole(text: string, before: string[] = []): string[] {
  if (!(roles as readonly string[]).includes(text))
    throw new InvalidArgumentError(`Roles are ${roles.join(", ")}.`);
  return [...before, text];
}

export const register: Register = (program, done) => {
  const token = program.command("token").description("API tokens: who may ask, and as whom");
  withRemoteOptions(
    token
      .command("create")
      .description("create a token for a person or a machine (admins)")
      .requiredOption("--subject <name>", "whom it speaks for; the same subject is the same person")
      .addOption(
        new Option("--role <role>", "what it may do; repeatable")
          .argParser(collectRole)
          .makeOptionMandatory(),
      )
      .option("--group <name>", "a seat in quorums; repeatable", collect)
      .option("--service <name>", "only for this service; repeatable", collect)
      .addOption(new Option("--expires <when>", "a duration from now, or a moment").argParser(moment)),
  )
    .addHelpText("after", createHelp)
    .action(async (options: CreateOptions) => done(await create(options)));
  withRemoteOptions(token.command("list").description("the tokens that there are"))
    .addHelpText("after", listHelp)
    .action(async (options: RemoteOptions) => done(await list(options)));
  withRemoteOptions(
    token
      .command("revoke")
      .description("end a token, at once")
      .argument("<id>", "the token's id, such as tk-3f9k2m7q")
      .option("--reason <text>", "why, for the journal"),
  )
    .addHelpText("after", revokeHelp)
    .action(async (id: string, options: RemoteOptions & { reason?: string }) =>
      done(await revoke(id, options)),
    );
};

const say = (body: unknown, lines: readonly string[], { json }: RemoteOptions): ExitCode => {
  process.stdout.write(`${json === true ? JSON.stringify(body, undefined, 2) : lines.join("\n")}\n`);
  return exit.good;
};

async function create(options: CreateOptions): Promise<ExitCode> {
  const { newTokenSchema } = await import("../../http/schemas/people.ts");
  const { subject, role, group = [], service, expires } = options;
  const request = {
    subject,
    roles: role,
    groups: group,
    ...(service !== undefined && { services: service }),
    ...(expires !== undefined && { expires }),
  };
  const body = bodyOf(await send(options, "POST", "/api/v1/tokens", newTokenSchema, request));
  return say(body, newTokenLines(body), options);
}

async function list(options: RemoteOptions): Promise<ExitCode> {
  const { tokenListSchema } = await import("../../http/schemas/people.ts");
  const body = bodyOf(await ask(options, "/api/v1/tokens", tokenListSchema));
  return say(body, tokenLines(body.items), options);
}

async function revoke(id: string, options: RemoteOptions & { reason?: string }): Promise<ExitCode> {
  const { tokenSchema } = await import("../../http/schemas/people.ts");
  const { reason } = options;
  const path = `/api/v1/tokens/${encodeURIComponent(id)}/revoke`;
  const request = reason === undefined ? {} : { reason };
  const body = bodyOf(await send(options, "POST", path, tokenSchema, request));
  return say(body, [`${body.id} of ${body.subject} is ${body.state}`], options);
}
