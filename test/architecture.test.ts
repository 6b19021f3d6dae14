import { dirname } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { cyclesAmong, filesUnder, layerOf, placeOf, sourcesUnder, textOf, visit } from "./setup/sources.ts";

const core = [
  "model",
  "spec",
  "compile",
  "query",
  "budget",
  "policy",
  "governance",
  "gate",
  "dialects",
  "journey",
  "report",
  "survey",
  "boards",
];
const edges = [
  "config",
  "files",
  "prometheus",
  "alertmanager",
  "probes",
  "auth",
  "store",
  "http",
  "notify",
  "forges",
  "grafana",
];

/** Who may import whom inside src/. A layer not in this table is not allowed to exist. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  model: [],
  spec: ["model"],
  compile: ["model"],
  query: ["model"],
  survey: ["model", "spec", "compile", "query"],
  budget: ["model"],
  policy: ["model", "budget"],
  governance: ["model", "budget", "policy"],
  journey: ["model"],
  report: ["model", "budget", "policy", "governance"],
  boards: ["model"],
  gate: ["model", "budget", "policy", "governance"],
  dialects: ["model", "budget", "policy", "governance", "gate"],
  runtime: core,
  ...Object.fromEntries(edges.map((edge) => [edge, core])),
  cli: [...core, "runtime", ...edges],
  web: ["model"],
  main: ["cli"],
};

/** Libraries the core may use: parsers and checkers of text, nothing that speaks to the world. */
const librariesOfCore: Readonly<Record<string, readonly string[]>> = {
  spec: ["yaml", "zod", "@prometheus-io/", "@lezer/", "re2js", "jsonpath-rfc9535"],
  compile: ["yaml"],
  journey: ["jsonpath-rfc9535", "ajv", "htmlparser2", "css-select", "ipaddr.js", "re2js"],
  budget: ["temporal-polyfill"],
  dialects: ["zod"],
  boards: ["@grafana/grafana-foundation-sdk/"],
  governance: ["rrule-temporal", "temporal-polyfill"],
};

/** Hashing is arithmetic; every other module of Node's touches the machine. */
const nodeModulesOfCore = ["node:crypto"];

const sources = sourcesUnder("src");
const coreSources = sources.filter(({ path }) => core.includes(layerOf(path)));
const written = ["src", "test", "kit", "demo", "bench", "scripts"];

describe("the import table", () => {
  it("has a row for every folder of src/", () => {
    const layers = new Set(sources.map(({ path }) => layerOf(path)));
    expect([...layers].filter((layer) => mayImport[layer] === undefined)).toEqual([]);
  });

  it("is kept: a layer imports itself and what its row names, edges take types alone from the runtime, the page from the API", () => {
    const breaches = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ isOwn, target, isTypeOnly }) => {
          const [from, to] = [layerOf(path), layerOf(target)];
          const isRuntimeType = edges.includes(from) && to === "runtime" && isTypeOnly;
          const isAnswerType = from === "web" && to === "http" && isTypeOnly;
          const isType = isRuntimeType || isAnswerType;
          return isOwn && from !== to && !(mayImport[from] ?? []).includes(to) && !isType;
        })
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(breaches).toEqual([]);
  });

  it("lets nothing under src/ import from outside of src/", () => {
    const strays = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ isOwn, target }) => isOwn && !target.startsWith("src/"))
        .map(({ target }) => `${path} → ${target}`),
    );
    expect(strays).toEqual([]);
  });

  it("has no cycles of value imports", () => {
    expect(cyclesAmong([...sources, ...sourcesUnder("kit")])).toEqual([]);
  });
});

describe("sizes", () => {
  const files = written.flatMap(filesUnder);

  it("keep every folder at 25 files or fewer", () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > 25)).toEqual([]);
  });

  it("keep every source file at 250 lines or fewer", () => {
    const long = files
      .filter((file) => /\.(tsx?|mjs)$/.test(file))
      .map((file) => [file, textOf(file).trimEnd().split("\n").length] as const)
      .filter(([, lines]) => lines > 250);
    expect(long).toEqual([]);
  });
});

/** Globals that read the clock, the machine or chance, or act on them. */
const worldly = new Set([
  "process",
  "performance",
  "console",
  "fetch",
  "setTimeout",
  "setInterval",
  "setImmediate",
]);

/** A port's own helper, such as reading page by page, waits for whatever stands behind the port. */
const ports = ["src/governance/journal.ts"];

const isProperty = (node: ts.Identifier): boolean =>
  (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
  (ts.isPropertyAssignment(node.parent) && node.parent.name === node) ||
  (ts.isPropertySignature(node.parent) && node.parent.name === node);

const touchOfWorld = (node: ts.Node): string | undefined => {
  if (ts.isIdentifier(node) && worldly.has(node.text) && !isProperty(node)) return node.text;
  if (ts.isNewExpression(node) && node.expression.getText() === "Date" && !node.arguments?.length)
    return "new Date()";
  if (ts.isPropertyAccessExpression(node)) {
    const text = node.getText();
    if (text === "Date.now" || text === "Math.random") return text;
  }
  if (ts.isAwaitExpression(node) && !ports.includes(node.getSourceFile().fileName)) return "await";
  return undefined;
};

describe("the core", () => {
  it("takes time, data and chance as arguments, and waits for nothing", () => {
    const touches = coreSources.flatMap((source) => {
      const found: string[] = [];
      visit(source.tree, (node) => {
        const what = touchOfWorld(node);
        if (what !== undefined) found.push(`${placeOf(source, node)} uses ${what}`);
      });
      return found;
    });
    expect(touches).toEqual([]);
  });

  it("uses no library that speaks to the world", () => {
    const foreign = coreSources.flatMap(({ path, imports }) => {
      const allowed = [...nodeModulesOfCore, ...(librariesOfCore[layerOf(path)] ?? [])];
      return imports
        .filter(
          ({ isOwn, target }) =>
            !isOwn && !allowed.some((name) => target === name || target.startsWith(name)),
        )
        .map(({ target }) => `${path} imports ${target}`);
    });
    expect(foreign).toEqual([]);
  });
});

describe("the book of names", () => {
  const book = "src/model/names.ts";
  const name =
    /\bslo:[a-z]|\bslo_(id|service|name|environment|info)\b|\bnines_[a-z]|^ErrorBudget(Burn|Consumed)$/;

  it("alone spells series, labels and alerts", () => {
    const spelled = sources
      .filter(({ path }) => path !== book)
      .flatMap((source) => {
        const found: string[] = [];
        visit(source.tree, (node) => {
          const isText = ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node);
          if (isText && name.test(node.text)) found.push(`${placeOf(source, node)} spells ${node.text}`);
        });
        return found;
      });
    expect(spelled).toEqual([]);
  });
});

describe("what is committed", () => {
  it("names no package registry, so that every machine uses its own", () => {
    const lock = JSON.parse(textOf("package-lock.json")) as {
      packages: Record<string, { resolved?: string }>;
    };
    const resolved = Object.entries(lock.packages).filter(([, { resolved }]) => resolved !== undefined);
    expect(resolved.map(([path]) => path)).toEqual([]);
    const settings = filesUnder(".").filter((path) => path === ".npmrc" || path.endsWith("/.npmrc"));
    expect(settings.filter((path) => /registry/.test(textOf(path)))).toEqual([]);
  });
});
