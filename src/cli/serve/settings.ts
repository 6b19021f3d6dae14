import { readFile } from "node:fs/promises";
import { configPath, decodeSettings, type Environment, type Flags } from "../../config/decode.ts";
import type { Settings } from "../../config/settings.ts";
import { CliError, exit } from "../exit.ts";
import { fileReason } from "../file-reason.ts";

/** The settings, from wherever they were said. */
export async function readSettings(flags: Flags, environment: Environment): Promise<Settings> {
  const named = byKey(flags);
  const path = configPath({ flags: named, environment });
  const file = path === undefined ? undefined : { path, text: await readConfig(path) };
  const decoded = decodeSettings({ flags: named, environment, ...(file !== undefined && { file }) });
  if (decoded.ok) return decoded.settings;
  const lines = decoded.problems.map(({ place, message }) => `  ${place}: ${message}`);
  throw new CliError(`the settings are at fault:\n${lines.join("\n")}`, exit.inputAtFault);
}

/** Commander names a repeated flag after its singular. */
const byKey = ({ allowedHost, journeyTarget, journeyNetwork, ...flags }: Flags): Flags => ({
  ...flags,
  allowedHosts: allowedHost,
  journeyTargets: journeyTarget,
  journeyNetworks: journeyNetwork,
});

async function readConfig(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new CliError(`cannot read the config file ${path}: ${fileReason(error)}`, exit.inputAtFault);
  }
}
