import { InvalidArgumentError, Option, type Command } from "commander";
import { seconds, type Seconds } from "../../model/units.ts";
import { durationArgument } from "../durations.ts";

/** What every command that asks a server has in common. */
export interface RemoteOptions {
  server: string;
  tokenFile?: string;
  json?: true;
  timeout: Seconds;
}

function serverUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new InvalidArgumentError("Write it as http://127.0.0.1:8090.");
  return text.replace(/\/+$/, "");
}

export const withRemoteOptions = (command: Command): Command =>
  command
    .addOption(
      new Option("--server <url>", "where nines serves")
        .env("NINES_SERVER")
        .default("http://127.0.0.1:8090")
        .argParser(serverUrl),
    )
    .addOption(
      new Option("--token-file <path>", "send the token in this file; else the one in NINES_TOKEN").env(
        "NINES_TOKEN_FILE",
      ),
    )
    .option("--json", "print the server's answer as JSON")
    .addOption(
      new Option("--timeout <duration>", "give up after this long")
        .default(seconds(10), "10s")
        .argParser(durationArgument),
    );
