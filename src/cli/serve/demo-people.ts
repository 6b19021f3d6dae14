import { readFile } from "node:fs/promises";
import { formatAddress, isLoopback, type Settings } from "../../config/settings.ts";
import { CliError, exit } from "../exit.ts";

/** Tokens that everybody may take are for a demo on one machine: nothing else may reach it. */
export function assertDemoIsLocal({ demoPeople, listen, publicUrl }: Settings): void {
  if (demoPeople === undefined || (isLoopback(listen) && publicUrl === undefined)) return;
  throw new CliError(
    `demoPeople hands out tokens to whoever asks, and ${publicUrl ?? formatAddress(listen)} can be reached by others: ` +
      `take it out, or listen on 127.0.0.1 without publicUrl`,
    exit.inputAtFault,
  );
}

/** Read anew each time: the demo writes the file once its people have their tokens. */
export const demoPeopleReader =
  (path: string): (() => Promise<unknown>) =>
  async () => {
    try {
      return JSON.parse(await readFile(path, "utf8")) as unknown;
    } catch {
      // Not written yet: nobody to be.
      return [];
    }
  };
