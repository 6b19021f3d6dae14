import type { Command } from "commander";
import type { ExitCode } from "../exit.ts";
import type { RemoteOptions } from "../remote/options.ts";
import type { Kept, ListOptions, ApproveOptions, ReasonOptions, Verb } from "./kept.ts";

type Add = (name: string, description: string) => Command;
type Done = (code: ExitCode) => void;
type Load = () => Promise<Kept>;

const words: Readonly<Record<Verb, string>> = {
  approve: "take one seat of its quorum",
  deny: "turn it down, for good",
  withdraw: "take back what you asked for",
  revoke: "end what was approved",
  cancel: "end it; what it did so far stands",
};

/** `list` and `show` of what is asked for and decided. */
export function registerReads(add: Add, example: string, load: Load, done: Done): void {
  add("show", "who still has to approve, and what happened")
    .argument("<id>", `its id, such as ${example}`)
    .action(async (id: string, options: RemoteOptions) => done(await (await load()).show(id, options)));
  add("list", "how they stand, newest first")
    .option("--service <name>", "only of this service")
    .option("--state <states>", "only these states, separated by commas")
    .option("--mine", "only what I asked for")
    .option("--waiting-for-me", "only what I could approve now")
    .action(async (options: ListOptions) => done(await (await load()).list(options)));
}

export function registerDecisions(
  add: Add,
  verbs: readonly Verb[],
  example: string,
  load: Load,
  done: Done,
): void {
  for (const verb of verbs) {
    const command = add(verb, words[verb]).argument("<id>", `its id, such as ${example}`);
    if (verb === "approve")
      command
        .option("--hash <hash>", "hash of what was read, or its beginning; a terminal asks instead")
        .option("--group <name>", "the group to sit for, where you sit in several")
        .option("--comment <text>", "what you looked at")
        .action(async (id: string, options: ApproveOptions) =>
          done(await (await load()).approve(id, options)),
        );
    else
      command
        .option("--reason <text>", "why")
        .action(async (id: string, options: ReasonOptions) =>
          done(await (await load()).decide(verb, id, options)),
        );
  }
}
