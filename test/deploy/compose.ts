import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repository } from "../../kit/tools.ts";

export interface Service {
  readonly image: string;
  readonly build?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
}

export const fileText = (path: string): string => readFileSync(join(repository, path), "utf8");

export const yamlOf = (path: string): unknown => parse(fileText(path), { merge: true });

export const readCompose = (): Compose => yamlOf("docker-compose.yml") as Compose;

export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly mode: string | undefined;
}

export const mountsOf = ({ volumes = [] }: Service): Mount[] =>
  volumes.map((volume) => {
    const [source = "", target = "", mode] = volume.split(":");
    return { source, target, mode };
  });

/** The value of `--name=value` among a command's words. */
export const flag = (words: readonly string[], name: string): string | undefined =>
  words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);

/** `127.0.0.1:8090:8090` → host, port of this machine, port inside. */
export const portOf = (text: string): { host: string; outside: number; inside: number } => {
  const [host = "", outside, inside] = text.split(":");
  return { host, outside: Number(outside), inside: Number(inside) };
};

/** Instructions of the Dockerfile, continued lines joined. */
export const dockerfile = (): readonly { readonly word: string; readonly rest: string }[] =>
  fileText("Dockerfile")
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ word: line.split(" ")[0] ?? "", rest: line.slice(line.indexOf(" ") + 1).trim() }));

/** The JSON words of an instruction such as `CMD ["a", "b"]`, or after `HEALTHCHECK … CMD`. */
export const wordsOf = (rest: string): string[] => JSON.parse(rest.slice(rest.indexOf("["))) as string[];
