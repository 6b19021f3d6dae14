import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { CliError, exit, type ExitCode } from "../exit.ts";

export interface RenderOptions {
  jpath: readonly string[];
}

const nodeEngine = "@hanazuki/node-jsonnet";
const run = promisify(execFile);

/** Evaluates one file of jsonnet to standard output, by the first engine there is. */
export async function render(file: string, { jpath }: RenderOptions): Promise<ExitCode> {
  process.stdout.write((await byProgram(file, jpath)) ?? (await byPackage(file, jpath)) ?? nobody());
  return exit.good;
}

const said = (words: string): CliError =>
  new CliError(`${words.trim()}${remedyFor(words)}`, exit.inputAtFault);

/** The commonest mistake: the libraries that a file imports were not fetched. */
const remedyFor = (words: string): string =>
  /couldn't open import|no match locally found/i.test(words)
    ? "\nIs the library fetched? `jb install` (jsonnet-bundler) puts what jsonnetfile.json names into vendor/; then -J vendor"
    : "";

async function byProgram(file: string, jpath: readonly string[]): Promise<string | undefined> {
  try {
    const args = [...jpath.flatMap((folder) => ["-J", folder]), file];
    return (await run("jsonnet", args, { maxBuffer: 256 * 1024 * 1024 })).stdout;
  } catch (error) {
    const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
    if (code === "ENOENT") return undefined;
    throw said(stderr === "" ? `jsonnet ended with ${String(code)}` : stderr);
  }
}

interface Engine {
  addJpath: (folder: string) => Engine;
  evaluateFile: (file: string) => Promise<string>;
}

/** A package of whoever calls, or of nines. */
async function byPackage(file: string, jpath: readonly string[]): Promise<string | undefined> {
  const found = [join(process.cwd(), "package.json"), import.meta.url].flatMap((from) => {
    try {
      return [createRequire(from)(nodeEngine) as { Jsonnet: new () => Engine }];
    } catch {
      return [];
    }
  });
  const [module] = found;
  if (module === undefined) return undefined;
  const engine = new module.Jsonnet();
  for (const folder of jpath) engine.addJpath(folder);
  try {
    return await engine.evaluateFile(file);
  } catch (error) {
    throw said(error instanceof Error ? error.message : String(error));
  }
}

function nobody(): never {
  throw new CliError(
    "there is no jsonnet on PATH. Install one: apt install jsonnet, brew install jsonnet, " +
      `go install github.com/google/go-jsonnet/cmd/jsonnet@latest, or npm install ${nodeEngine} beside your project`,
  );
}
