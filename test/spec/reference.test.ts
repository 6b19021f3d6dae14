import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { tierNames } from "../../src/model/tiers.ts";
import { kinds, shapes } from "../../src/spec/documents.ts";
import { loadDefinitions } from "../../src/spec/load.ts";

const text = readFileSync(fileURLToPath(new URL("../../docs/spec.md", import.meta.url)), "utf8");
const sections = new Map(text.split(/^## /m).map((part) => [part.slice(0, part.indexOf("\n")), part]));

interface Schema {
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  items?: Schema;
  anyOf?: readonly Schema[];
  additionalProperties?: Schema | false;
}
interface Key {
  path: string;
  isRequired: boolean;
}

/** Every key below a schema, as a path: `slos[].sli.ratio.bad`. */
function keysBelow(schema: Schema, path: string): Key[] {
  const here = Object.entries(schema.properties ?? {}).flatMap(([name, value]) => {
    const own = path === "" ? name : `${path}.${name}`;
    return [{ path: own, isRequired: (schema.required ?? []).includes(name) }, ...keysBelow(value, own)];
  });
  const values = schema.additionalProperties === false ? undefined : schema.additionalProperties;
  return [
    ...here,
    ...(schema.items === undefined ? [] : keysBelow(schema.items, `${path}[]`)),
    ...(schema.anyOf ?? []).flatMap((each) => keysBelow(each, path)),
    ...(values === undefined ? [] : keysBelow(values, `${path}.*`)),
  ];
}

const tier = new RegExp(`\\.tiers\\.(?:${tierNames.join("|")})(?=\\.|$)`);
/** The four tiers have one row each key, and alerting has a section of its own. */
const shown = (keys: readonly Key[]): Key[] =>
  keys.map((key) => ({ ...key, path: `.${key.path}`.replace(tier, ".tiers.<tier>").slice(1) }));

const rowsOf = (section: string): string[] =>
  [...section.matchAll(/^\|\s*`([^`]+)`\s*\|\s*(required)?\s*\|/gm)].map(
    ([, path = "", required]) => `${path}${required === undefined ? "" : " required"}`,
  );
const asRows = (keys: readonly Key[]): string[] => [
  ...new Set(keys.map(({ path, isRequired }) => `${path}${isRequired ? " required" : ""}`)),
];

const isAlertingDetail = ({ path }: Key): boolean => /alerting\./.test(path);
/** A window has the same keys everywhere; the SLO's own are written out. */
const isSharedWindow = ({ path }: Key): boolean => /(?:^|overrides\.\*\.)window\./.test(path);
const isBareTier = ({ path }: Key): boolean => path.endsWith(".<tier>");

describe("docs/spec.md", () => {
  it.each(kinds)("has a row for every key of %s, and says which are required", (kind) => {
    const { properties } = shapes[kind].schema as Schema;
    const keys = shown(keysBelow(properties?.["spec"] ?? {}, "")).filter(
      (key) => !isAlertingDetail(key) && !isSharedWindow(key) && !isBareTier(key),
    );
    const rows = rowsOf(sections.get(kind) ?? "").filter((row) => !row.startsWith("metadata."));
    expect(
      rows.filter((row) => kind !== "AlertWindows" || !/^(fast|medium|slow|long)$/.test(row)).toSorted(),
    ).toEqual(asRows(keys).toSorted());
  });

  it("has a row for every key of alerting, which Defaults, services, SLOs and overrides share", () => {
    const { properties } = shapes.Defaults.schema as Schema;
    const keys = shown(keysBelow(properties?.["spec"] ?? {}, "")).filter(
      (key) => isAlertingDetail(key) && !isBareTier(key),
    );
    expect(rowsOf(sections.get("Alerting") ?? "").toSorted()).toEqual(asRows(keys).toSorted());
  });

  it.each([...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = ""]) => example))(
    "shows only what lints clean: %s",
    (example) => {
      expect(loadDefinitions([{ path: "example.yaml", text: example }]).diagnostics).toEqual([]);
    },
  );
});
