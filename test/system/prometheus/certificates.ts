import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { generate } from "selfsigned";

export interface Certificate {
  cert: string;
  key: string;
}

const of = async (name: string, more: Parameters<typeof generate>[1]): Promise<Certificate> => {
  const made = await generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    algorithm: "sha256",
    ...more,
  });
  return { cert: made.cert, key: made.private };
};

/** A certificate authority of its own. */
export const authority = (name: string): Promise<Certificate> =>
  of(name, {
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });

export const issue = (ca: Certificate, name: string, ip = "127.0.0.1"): Promise<Certificate> =>
  of(name, {
    ca,
    extensions: [
      { name: "extKeyUsage", serverAuth: true, clientAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 7, ip },
          { type: 2, value: name },
        ],
      },
    ],
  });

/** Writes both PEM files and returns their paths. */
export function store(folder: string, name: string, { cert, key }: Certificate): Certificate {
  const paths = { cert: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  writeFileSync(paths.cert, cert);
  writeFileSync(paths.key, key, { mode: 0o600 });
  return paths;
}
