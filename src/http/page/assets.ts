import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

/** One file of the built page, ready to be sent in any of its encodings. */
export interface Asset {
  type: string;
  /** Its name changes with its content: a browser may keep it for ever. */
  immutable: boolean;
  plain: Buffer;
  gzip: Buffer;
  brotli: Buffer;
}

/** The built web page, by path: `/assets/main-1a2b3c.js`. */
export interface Page {
  shell: Asset;
  assets: ReadonlyMap<string, Asset>;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

function asset(path: string, name: string): Asset | undefined {
  const type = types[extname(name)];
  if (type === undefined) return undefined;
  const plain = readFileSync(path);
  return {
    type,
    immutable: name.startsWith("/assets/"),
    plain,
    gzip: gzipSync(plain, { level: 9 }),
    brotli: brotliCompressSync(plain, brotliOptions),
  };
}

/** Reads and compresses the built page once; undefined where it has not been built. */
export function readPage(folder: string): Page | undefined {
  const assets = new Map<string, Asset>();
  for (const path of filesUnder(folder)) {
    const name = `/${relative(folder, path).replaceAll("\\", "/")}`;
    const found = asset(path, name);
    if (found !== undefined) assets.set(name, found);
  }
  const shell = assets.get("/index.html");
  return shell && { shell, assets };
}

function filesUnder(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    // No folder, no page: `servePage` says how to build it.
    return [];
  }
}
