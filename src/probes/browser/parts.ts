import { accessSync, constants, statSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";

/** The optional parts that browser steps need, and where they are. */
export interface BrowserParts {
  chromium: string;
  /** The folder of packages that playwright-core lies in. */
  packages: string;
}

export type FoundParts = { ok: true; parts: BrowserParts } | { ok: false; message: string };

const programs = ["chromium", "chromium-browser", "google-chrome", "chromium-headless-shell"];

/** Looks for playwright-core beside nines and for a Chromium: the one that is named, or else the first on PATH. */
export function findParts(named: string | undefined, path: string): FoundParts {
  const packages = playwrightFolder();
  if (packages === undefined)
    return {
      ok: false,
      message:
        "browser steps need playwright-core, which is not installed: npm install playwright-core, beside nines",
    };
  const chromium = named?.includes("/") === true ? [named].find(isProgram) : onPath(named, path);
  if (chromium !== undefined) return { ok: true, parts: { chromium, packages } };
  const where =
    named === undefined
      ? `and PATH has none of ${programs.join(", ")}: apt-get install chromium, or name one by --chromium`
      : `and ${named} is none that could be started`;
  return { ok: false, message: `browser steps need a Chromium, ${where}` };
}

function playwrightFolder(): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve("playwright-core/package.json")));
  } catch {
    return undefined;
  }
}

const onPath = (named: string | undefined, path: string): string | undefined =>
  (named === undefined ? programs : [named])
    .flatMap((program) => path.split(delimiter).map((folder) => join(folder, program)))
    .find(isProgram);

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
