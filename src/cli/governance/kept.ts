import { z } from "zod";
import type { QuorumBody } from "../../http/schemas/governance/common.ts";
import { CliError, exit, type ExitCode } from "../exit.ts";
import { ask, bodyOf } from "../remote/client.ts";
import type { RemoteOptions } from "../remote/options.ts";
import { inkFor, type Ink } from "../terminal/ink.ts";
import { isPersonThere } from "../terminal/prompt.ts";
import { inWords } from "../views/governance/quorum.ts";
import { given } from "./arguments.ts";
import { complete, confirmed } from "./ask.ts";
import { act, look } from "./show.ts";

export type Verb = "approve" | "deny" | "withdraw" | "revoke" | "cancel";

export interface ListOptions extends RemoteOptions {
  service?: string;
  state?: string;
  mine?: true;
  waitingForMe?: true;
}

export interface ApproveOptions extends RemoteOptions {
  hash?: string;
  group?: string;
  comment?: string;
}

export interface ReasonOptions extends RemoteOptions {
  reason?: string;
}

/** What is asked for, decided and kept: exceptions, corrections, windows. */
export interface Kept {
  show: (id: string, options: RemoteOptions) => Promise<ExitCode>;
  list: (options: ListOptions) => Promise<ExitCode>;
  approve: (id: string, options: ApproveOptions) => Promise<ExitCode>;
  decide: (verb: Exclude<Verb, "approve">, id: string, options: ReasonOptions) => Promise<ExitCode>;
}

export interface Asked {
  requestHash: string;
  quorum?: QuorumBody | undefined;
}

interface Views<Item, Detail extends Asked> {
  /** As in the path: `corrections`. */
  plural: string;
  /** As on the command line: `correction`. */
  command: string;
  item: z.ZodType<Item>;
  detail: z.ZodType<Detail>;
  lines: (detail: Detail, ink: Ink) => readonly string[];
  rows: (items: readonly Item[], total: number, ink: Ink) => readonly string[];
}

export function keptAt<Item, Detail extends Asked>(views: Views<Item, Detail>): Kept {
  const { plural, command, item, detail, lines, rows } = views;
  const one = { schema: detail, lines };
  const many = z.object({ items: z.array(item), total: z.int() });
  const pathOf = (id: string, verb = "") =>
    `/api/v1/${plural}/${encodeURIComponent(id)}${verb === "" ? "" : `/${verb}`}`;
  return {
    show: (id, options) => look(options, pathOf(id), one),
    list: (options) =>
      look(
        options,
        `/api/v1/${plural}`,
        { schema: many, lines: ({ items, total }, ink) => rows(items, total, ink) },
        {
          service: options.service,
          state: options.state,
          mine: options.mine && "true",
          waitingForMe: options.waitingForMe && "true",
        },
      ),
    approve: async (id, options) => {
      const seen = bodyOf(await ask(options, pathOf(id), detail));
      const requestHash = await hashMeant(id, seen, options.hash, views);
      const body = given({ requestHash, group: options.group, comment: options.comment });
      return act(options, "POST", pathOf(id, "approve"), body, one);
    },
    decide: async (verb, id, options) => {
      const body = await reasonFor(verb, options, command);
      return act(options, "POST", pathOf(id, verb), body, one);
    },
  };
}

/** What is approved is what was read: named by its hash, or looked at here and now. */
async function hashMeant<Item, Detail extends Asked>(
  id: string,
  seen: Detail,
  hash: string | undefined,
  { command, lines }: Views<Item, Detail>,
): Promise<string> {
  if (hash !== undefined) return hashFrom(id, seen.requestHash, hash, command);
  if (!isPersonThere())
    throw new CliError(`--hash is missing: which request was read? nines ${command} show ${id} names it`);
  process.stderr.write(`${lines(seen, inkFor(process.stderr)).join("\n")}\n\n`);
  const missing = inWords(seen.quorum?.missing ?? []) || "nobody";
  if (await confirmed(`Approve this? ${missing} still needed.`)) return seen.requestHash;
  throw new CliError("stopped; nothing was approved", exit.inputAtFault);
}

function hashFrom(id: string, present: string, hash: string, command: string): string {
  if (hash.length < 8) throw new CliError("--hash needs at least the first 8 characters");
  if (present.startsWith(hash.toLowerCase())) return present;
  throw new CliError(
    `${id} was edited since you read it, or this is another's hash: nines ${command} show ${id}`,
    exit.inputAtFault,
  );
}

/** A denial and a revocation are read by whoever asked; taking one's own back needs no words. */
async function reasonFor(
  verb: Exclude<Verb, "approve">,
  { reason }: ReasonOptions,
  command: string,
): Promise<object> {
  if (verb === "withdraw" || verb === "cancel") return given({ reason });
  const why = { key: "reason" as const, flag: "--reason", text: "Why" };
  return complete([why], given({ reason }), `nines ${command} ${verb}`);
}
