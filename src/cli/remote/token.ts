import { readFile } from "node:fs/promises";
import { CliError, exit } from "../exit.ts";
import { fileReason } from "../file-reason.ts";
import type { RemoteOptions } from "./options.ts";

/** The token to send: from the file that was named, else from `NINES_TOKEN`, else none. It is never repeated. */
export async function tokenOf({ tokenFile }: Pick<RemoteOptions, "tokenFile">): Promise<string | undefined> {
  const [place, text] =
    tokenFile === undefined
      ? ["NINES_TOKEN", process.env.NINES_TOKEN ?? ""]
      : [tokenFile, await contentOf(tokenFile)];
  const token = text.trim();
  if (token === "" && tokenFile === undefined) return undefined;
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new CliError(`${place} holds no token: one line of printable ASCII is expected`, exit.couldNotWork);
  return token;
}

async function contentOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new CliError(`cannot read --token-file ${path}: ${fileReason(error)}`);
  }
}
