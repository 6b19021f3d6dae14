import { type Document, LineCounter, isMap, isNode, isScalar, parseDocument } from "yaml";
import { z } from "zod";
import { suggest } from "../spec/nearest.ts";
import type { CredentialSettings, Problem, SecretSetting, SourceSettings } from "./settings.ts";
import { type FileShape, type SourceShape, fileShape } from "./shape.ts";
import { unsaid } from "./sources.ts";

type Key = string | number;

/** What a config file says, and where it says it. */
export interface ConfigFile {
  values: FileShape;
  sources: readonly SourceSettings[] | undefined;
  alertmanagers: readonly SourceSettings[] | undefined;
  place: (...path: Key[]) => string;
}

export const noFile: ConfigFile = {
  values: {},
  sources: undefined,
  alertmanagers: undefined,
  place: () => "",
};

export type DecodedFile = { ok: true; file: ConfigFile } | { ok: false; problems: readonly Problem[] };

/** Decodes a config file; all problems at once, none of which repeats a value that could be a secret. */
export function decodeFile(path: string, text: string): DecodedFile {
  const lines = new LineCounter();
  // Pretty errors would quote the line, secret and all.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ code, pos }) => ({
      place: at(pos[0]),
      message: `is no YAML (${code})`,
    }));
    return { ok: false, problems };
  }
  const place = (...keys: Key[]): string => {
    const offset = offsetOf(document, keys);
    return keys.length === 0 ? at(offset) : `${at(offset)} (${keys.join(".")})`;
  };
  const shape = fileShape(path);
  const parsed = shape.safeParse(document.toJS() ?? {});
  if (!parsed.success)
    return {
      ok: false,
      problems: parsed.error.issues.flatMap((issue) => say(issue, document, shape, place)),
    };
  const sources = parsed.data.prometheus?.map(sourceSettings);
  const alertmanagers = parsed.data.alertmanager?.map(sourceSettings);
  return { ok: true, file: { values: parsed.data, sources, alertmanagers, place } };
}

/** Where the thing of this path begins: an entry's key, an item, or the nearest thing around it. */
function offsetOf(document: Document.Parsed, keys: readonly Key[]): number {
  for (let depth = keys.length; depth > 0; depth--) {
    const around = document.getIn(keys.slice(0, depth - 1), true);
    const last = keys[depth - 1];
    const entry = isMap(around) && around.items.find(({ key }) => isScalar(key) && key.value === last);
    const node = entry ? entry.key : document.getIn(keys.slice(0, depth), true);
    if (isNode(node)) return node.range?.[0] ?? 0;
  }
  return document.contents?.range[0] ?? 0;
}

function say(
  issue: z.core.$ZodIssue,
  document: Document.Parsed,
  shape: z.ZodType,
  place: ConfigFile["place"],
): Problem[] {
  const path = issue.path.map((key) => (typeof key === "number" ? key : String(key)));
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      place: place(...path, key),
      message: `is no setting: ${suggest(key, knownKeys(shape, path))}`,
    }));
  const message =
    issue.code === "invalid_key"
      ? (issue.issues[0]?.message ?? issue.message)
      : issue.code === "invalid_type" && !document.hasIn(path)
        ? "is missing"
        : issue.message.replace("Invalid input: expected", "must be").replace(", received", ", is");
  return [{ place: place(...path), message }];
}

/** The keys that the shape knows at a path. */
function knownKeys(shape: z.ZodType, path: readonly Key[]): string[] {
  let at: unknown = shape;
  for (const key of [...path, undefined]) {
    while (at instanceof z.ZodOptional) at = at.unwrap();
    if (key === undefined) break;
    if (at instanceof z.ZodArray) at = at.element;
    else if (at instanceof z.ZodObject) at = (at.shape as Record<string, unknown>)[key];
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

function sourceSettings({
  name,
  url,
  basicAuth,
  bearer,
  headers,
  tls,
  ...limits
}: SourceShape): SourceSettings {
  return {
    ...unsaid,
    ...present(limits),
    name,
    url,
    credentials: credentials(basicAuth, bearer),
    headers: headers ?? {},
    ...(tls !== undefined && { tls: present(tls) }),
  };
}

function credentials(basic: SourceShape["basicAuth"], bearer: SourceShape["bearer"]): CredentialSettings {
  if (basic !== undefined)
    return { kind: "basic", username: basic.username, password: secret(basic.password, basic.passwordFile) };
  if (bearer !== undefined) return { kind: "bearer", token: secret(bearer.token, bearer.tokenFile) };
  return { kind: "none" };
}

/** The shape has seen to it that exactly one of both is there. */
const secret = (value: string | undefined, path: string | undefined): SecretSetting =>
  value === undefined ? { kind: "file", path: path ?? "" } : { kind: "value", value };

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the fields that are undefined, which would hide the defaults below them. */
const present = <T extends object>(fields: T): Present<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
