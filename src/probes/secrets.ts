import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { isAbsolute, join, sep } from "node:path";
import { type SecretRef, secretVariablePrefix } from "../model/journey.ts";
import { hostsOf, type SecretGrant } from "../journey/grants.ts";
import { redactorOf, shortestSecret, type Redactor } from "../journey/redact.ts";

export type SecretReading =
  | { ok: true; text: string; hosts: readonly string[] }
  /** Names the secret's place, never its content. */
  | { ok: false; message: string };

export interface Secrets {
  /** Reads a secret anew, so that a rotated one needs no restart. */
  read: (ref: SecretRef) => Promise<SecretReading>;
  /** Takes out every secret that was ever read here, also those of other journeys. */
  redactor: () => Redactor;
}

export interface SecretSettings {
  environment: Readonly<Record<string, string | undefined>>;
  /** Without one there are no secrets in files. */
  folder?: string;
  grants: readonly SecretGrant[];
}

const largestSecret = 64 * 1024;

export function createSecrets({ environment, folder, grants }: SecretSettings): Secrets {
  const seen = new Set<string>();
  let redactor: Redactor | undefined;
  const judge = (ref: SecretRef, place: string, text: string): SecretReading => {
    if (text.length < shortestSecret)
      return { ok: false, message: `${place} is shorter than ${shortestSecret} characters: no secret` };
    if (!seen.has(text)) {
      seen.add(text);
      redactor = undefined;
    }
    return { ok: true, text, hosts: hostsOf(ref, grants) };
  };
  return {
    read: async (ref) => {
      if (ref.kind === "env") {
        const { variable } = ref;
        if (!variable.startsWith(secretVariablePrefix))
          return { ok: false, message: `${variable} is not named ${secretVariablePrefix}…` };
        const text = environment[variable];
        return text === undefined || text === ""
          ? { ok: false, message: `${variable} is not set` }
          : judge(ref, variable, text);
      }
      const read = await readInside(folder, ref.path);
      return read.ok ? judge(ref, `secret file ${ref.path}`, read.text) : read;
    },
    redactor: () => (redactor ??= redactorOf([...seen])),
  };
}

/** Whether a path stays below its folder as it is written. */
const staysInside = (path: string): boolean =>
  path !== "" && !isAbsolute(path) && !path.split(/[/\\]/).includes("..") && !path.includes("\0");

type Content = { ok: true; text: string } | { ok: false; message: string };

/** Reads a file inside a folder. Links are followed only as long as they stay inside, as those of mounted secrets do. */
async function readInside(folder: string | undefined, path: string): Promise<Content> {
  const refuse = (why: string): Content => ({ ok: false, message: `secret file ${path} ${why}` });
  if (folder === undefined) return refuse("cannot be read: there is no --secrets-dir");
  if (!staysInside(path)) return refuse("does not stay inside the secrets folder");
  try {
    const root = await realpath(folder);
    const real = await realpath(join(root, path));
    if (!real.startsWith(root.endsWith(sep) ? root : root + sep))
      return refuse("leads out of the secrets folder");
    // The path holds no link any more; should one be put there meanwhile, it is not followed.
    const file = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { size } = await file.stat();
      if (!(await file.stat()).isFile()) return refuse("is no file");
      if (size > largestSecret) return refuse(`is larger than ${largestSecret} bytes`);
      return { ok: true, text: (await file.readFile("utf8")).replace(/\r?\n$/, "") };
    } finally {
      await file.close();
    }
  } catch (error) {
    return refuse(`cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"})`);
  }
}
