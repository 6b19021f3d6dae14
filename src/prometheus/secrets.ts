import { readFile, stat } from "node:fs/promises";
import type { Credentials, Secret, TlsOptions } from "./options.ts";

/** A secret that nines was told to read and could not: the path is named, never the content. */
export class UnreadableSecret extends Error {}

/** The request headers that say who nines is. */
export async function authorization(credentials: Credentials): Promise<Readonly<Record<string, string>>> {
  switch (credentials.kind) {
    case "none":
      return {};
    case "basic": {
      const password = await reveal(credentials.password);
      return {
        authorization: `Basic ${Buffer.from(`${credentials.username}:${password}`).toString("base64")}`,
      };
    }
    case "bearer":
      return { authorization: `Bearer ${await reveal(credentials.token)}` };
  }
}

const reveal = async (secret: Secret): Promise<string> =>
  secret.kind === "value" ? secret.value : (await readSecret(secret.path)).toString("utf8").trim();

/** The PEM files of a TLS connection, as Node takes them. */
export async function readTls({
  ca,
  cert,
  key,
  serverName,
  insecureSkipVerify,
}: TlsOptions): Promise<object> {
  return {
    ...(ca !== undefined && { ca: await readSecret(ca) }),
    ...(cert !== undefined && { cert: await readSecret(cert) }),
    ...(key !== undefined && { key: await readSecret(key) }),
    ...(serverName !== undefined && { servername: serverName }),
    ...(insecureSkipVerify === true && { rejectUnauthorized: false }),
  };
}

/** Changes whenever one of the files does: certificates are renewed while nines runs. */
export async function tlsVersion({ ca, cert, key }: TlsOptions): Promise<string> {
  const stamps = [ca, cert, key].map(async (path) => {
    if (path === undefined) return "";
    try {
      const { mtimeMs, size, ino } = await stat(path);
      return `${mtimeMs}/${size}/${ino}`;
    } catch {
      return "unreadable";
    }
  });
  return (await Promise.all(stamps)).join(" ");
}

async function readSecret(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UnreadableSecret(`cannot read ${path} (${(error as NodeJS.ErrnoException).code ?? "unknown"})`);
  }
}
