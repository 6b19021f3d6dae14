import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { repository } from "../../kit/tools.ts";

export interface Import {
  /** A path from the repository's root for own files, else the package or `node:` module as written. */
  readonly target: string;
  readonly isOwn: boolean;
  readonly isTypeOnly: boolean;
  readonly isLazy: boolean;
}

export interface Source {
  /** From the repository's root, such as `src/gate/verdict.ts`. */
  readonly path: string;
  readonly lines: number;
  readonly tree: ts.SourceFile;
  readonly imports: readonly Import[];
}

const ignored = new Set(["node_modules", ".toolchain", "generated", "dist", "fixtures", ".git", ".nines"]);

/** All files under a folder, as paths from the repository's root; none when the folder does not exist. */
export const filesUnder = (folder: string): string[] =>
  readdirSync(join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ignored.has(entry.name) ? [] : filesUnder(path);
    return [path];
  });

export const textOf = (path: string): string => readFileSync(join(repository, path), "utf8");

export const visit = (node: ts.Node, see: (node: ts.Node) => void): void => {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
};

const isTypeOnly = (node: ts.ImportDeclaration | ts.ExportDeclaration): boolean =>
  ts.isExportDeclaration(node)
    ? node.isTypeOnly
    : node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;

const importOf = (node: ts.Node): { text: string; isTypeOnly: boolean; isLazy: boolean } | undefined => {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
    const { text } = node.moduleSpecifier as ts.StringLiteral;
    return { text, isTypeOnly: isTypeOnly(node), isLazy: false };
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    const [argument] = node.arguments;
    if (argument !== undefined && ts.isStringLiteral(argument)) {
      return { text: argument.text, isTypeOnly: false, isLazy: true };
    }
  }
  return undefined;
};

const importsOf = (path: string, tree: ts.SourceFile): Import[] => {
  const found: Import[] = [];
  visit(tree, (node) => {
    const one = importOf(node);
    if (one === undefined) return;
    const isOwn = one.text.startsWith(".");
    const target = isOwn ? relative(repository, resolve(repository, dirname(path), one.text)) : one.text;
    found.push({ target, isOwn, isTypeOnly: one.isTypeOnly, isLazy: one.isLazy });
  });
  return found;
};

export const readSource = (path: string): Source => {
  const text = textOf(path);
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return { path, lines: text.trimEnd().split("\n").length, tree, imports: importsOf(path, tree) };
};

/** The TypeScript sources under a folder, parsed. */
export const sourcesUnder = (folder: string): Source[] =>
  filesUnder(folder)
    .filter((path) => /\.tsx?$/.test(path))
    .map(readSource);

/** `src/gate/verdict.ts` → `gate`, `src/main.ts` → `main`. */
export const layerOf = (path: string): string => path.split("/")[1]?.replace(/\.ts$/, "") ?? "";

/** Where in a file, as `path:line`. */
export const placeOf = (source: Source, node: ts.Node): string =>
  `${source.path}:${source.tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;

/** The chains of imports of value that lead back to where they began: none may. */
export function cyclesAmong(sources: readonly Source[]): string[] {
  const edges = new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter((one) => one.isOwn && !one.isTypeOnly && !one.isLazy).map(({ target }) => target),
    ]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    if (done.has(path)) return;
    for (const target of edges.get(path) ?? []) walk(target, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return cycles;
}
