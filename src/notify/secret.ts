import { readFile } from "node:fs/promises";
import type { Delivery } from "./channel.ts";

/** Where a secret is: never in the settings themselves. */
export type SecretPlace = { kind: "file"; path: string } | { kind: "environment"; variable: string };

/** Read anew each time, so that a renewed one takes effect. */
export type Secret = () => Promise<string>;

/** Says where a secret was looked for, and never what it is. */
export class SecretUnreadable extends Error {}

export const secretFrom =
  (place: SecretPlace, environment: Readonly<Record<string, string | undefined>>): Secret =>
  async () => {
    const value = (place.kind === "file" ? await read(place.path) : environment[place.variable])?.trim();
    if (value === undefined || value === "")
      throw new SecretUnreadable(
        place.kind === "file" ? `${place.path} is empty` : `${place.variable} is not set`,
      );
    return value;
  };

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw new SecretUnreadable(`cannot read ${path} (${code})`);
  }
}

/** The address that a secret is; one without TLS only where that was allowed. */
export const addressFrom =
  (secret: Secret, isAllowed: (url: string) => boolean): Secret =>
  async () => {
    const address = await secret();
    if (URL.canParse(address) && isAllowed(address)) return address;
    throw new SecretUnreadable("what it holds is no address with https, nor one of this machine");
  };

/** Does something with a secret; one that cannot be read is a failure to deliver like any other. */
export async function withSecret(
  secret: Secret,
  use: (value: string) => Promise<Delivery>,
): Promise<Delivery> {
  let value: string;
  try {
    value = await secret();
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    return { kind: "failed", reason: error.message };
  }
  return use(value);
}
