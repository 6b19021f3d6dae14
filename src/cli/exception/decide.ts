import { exceptionDetailSchema, type ExceptionDetailBody } from "../../http/schemas/governance/exception.ts";
import { CliError, exit, type ExitCode } from "../exit.ts";
import { given } from "../governance/arguments.ts";
import { complete, confirmed } from "../governance/ask.ts";
import { act } from "../governance/show.ts";
import { ask, bodyOf } from "../remote/client.ts";
import type { RemoteOptions } from "../remote/options.ts";
import { inkFor } from "../terminal/ink.ts";
import { isPersonThere } from "../terminal/prompt.ts";
import { exceptionLines } from "../views/governance/exception.ts";
import { inWords } from "../views/governance/quorum.ts";
import { oneException, pathOf } from "./read.ts";

interface ApproveOptions extends RemoteOptions {
  hash?: string;
  group?: string;
  comment?: string;
}

/** Approves what was read: by its hash, or by looking at it here and now. */
export async function approve(id: string, options: ApproveOptions): Promise<ExitCode> {
  const seen = bodyOf(await ask(options, pathOf(id), exceptionDetailSchema));
  const requestHash = await hashMeant(id, seen, options);
  const { group, comment } = options;
  return act(options, "POST", pathOf(id, "approve"), given({ requestHash, group, comment }), oneException);
}

async function hashMeant(
  id: string,
  { requestHash, ...seen }: ExceptionDetailBody,
  { hash }: ApproveOptions,
): Promise<string> {
  if (hash !== undefined) {
    if (hash.length >= 8 && requestHash.startsWith(hash.toLowerCase())) return requestHash;
    throw new CliError(
      hash.length < 8
        ? "--hash needs at least the first 8 characters"
        : `${id} was edited since you read it, or this is another's hash: nines exception show ${id}`,
      exit.inputAtFault,
    );
  }
  if (!isPersonThere())
    throw new CliError(`--hash is missing: which request was read? nines exception show ${id} names it`);
  const shown = exceptionLines({ ...seen, requestHash }, inkFor(process.stderr));
  process.stderr.write(`${shown.join("\n")}\n\n`);
  const missing = inWords(seen.quorum?.missing ?? []);
  if (await confirmed(`Approve this? ${missing} still needed.`)) return requestHash;
  throw new CliError("stopped; nothing was approved", exit.inputAtFault);
}

interface ReasonOptions extends RemoteOptions {
  reason?: string;
}

const withReason =
  (verb: "deny" | "revoke") =>
  async (id: string, options: ReasonOptions): Promise<ExitCode> => {
    const why = { key: "reason" as const, flag: "--reason", text: "Why" };
    const { reason } = await complete([why], given({ reason: options.reason }), `nines exception ${verb}`);
    return act(options, "POST", pathOf(id, verb), { reason }, oneException);
  };

export const deny = withReason("deny");
export const revoke = withReason("revoke");

export const withdraw = (id: string, options: ReasonOptions): Promise<ExitCode> =>
  act(options, "POST", pathOf(id, "withdraw"), given({ reason: options.reason }), oneException);

interface ReviewOptions extends RemoteOptions {
  verdict?: "justified" | "not-justified";
  comment?: string;
}

const aboutIt = { key: "comment" as const, flag: "--comment", text: "What you found" };

export async function review(id: string, options: ReviewOptions): Promise<ExitCode> {
  const verdict = {
    key: "verdict" as const,
    flag: "--verdict",
    text: "justified or not-justified",
    problem: (answer: string) =>
      ["justified", "not-justified"].includes(answer) ? undefined : "justified or not-justified",
  };
  const said = given({ verdict: options.verdict, comment: options.comment });
  const body = await complete<"verdict" | "comment">([verdict, aboutIt], said, "nines exception review");
  return act(options, "POST", pathOf(id, "review"), body, oneException);
}

export async function followUp(id: string, options: ReviewOptions): Promise<ExitCode> {
  const done = { ...aboutIt, text: "What was done" };
  const body = await complete([done], given({ comment: options.comment }), "nines exception follow-up");
  return act(options, "POST", pathOf(id, "follow-up"), body, oneException);
}
