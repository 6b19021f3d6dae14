import { Option, type Command } from "commander";
import { parseDuration } from "../../model/durations.ts";
import type { Seconds } from "../../model/units.ts";
import { CliError } from "../exit.ts";

/** What every command that asks a server has in common. */
export interface RemoteOptions {
  server: string;
  tokenFile?: string;
  json?: true;
  timeout: Seconds;
}

const duration = (text: string): Seconds => {
  const value = parseDuration(text);
  if (value === undefined) throw new CliError(`--timeout "${text}" is no duration; write 10s or 1m`);
  return value;
};

const serverUrl = (text: string): string => {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new CliError(`--server "${text}" is no URL; write http://127.0.0.1:8090`);
  return text.replace(/\/+$/, "");
};

export const withRemoteOptions = (command: Command): Command =>
  command
    .addOption(
      new Option("--server <url>", "where nines serves")
        .env("NINES_SERVER")
        .default("http://127.0.0.1:8090")
        .argParser(serverUrl),
    )
    .addOption(
      new Option("--token-file <path>", "send the token in this file as bearer").env("NINES_TOKEN_FILE"),
    )
    .option("--json", "print the server's answer as JSON")
    .addOption(
      new Option("--timeout <duration>", "give up after this long")
        .default(duration("10s"), "10s")
        .argParser(duration),
    );
