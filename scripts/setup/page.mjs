import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { must, root, say } from "./run.mjs";

/** Where the built page lies; `nines serve` looks for it there, too. */
export const built = join(root, "dist", "web");
const mark = join(built, ".sources");

const filesUnder = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();

/** What the page is made of: its sources, the words it shares with the rest, and the libraries' versions. */
const fingerprint = () => {
  const hash = createHash("sha256");
  const sources = ["src/web", "src/model"].flatMap((folder) => filesUnder(join(root, folder)));
  for (const file of [...sources, join(root, "scripts/page/build.mjs"), join(root, "package-lock.json")])
    hash.update(file.slice(root.length)).update(readFileSync(file));
  return hash.digest("hex");
};

const isFresh = (print) => existsSync(mark) && readFileSync(mark, "utf8") === print;

/** Builds the web page when its sources have changed since; takes a second or two. */
export const ensurePage = async (node) => {
  const print = fingerprint();
  if (isFresh(print)) return;
  say("building the web page");
  await must(node, [join(root, "scripts/page/build.mjs")]);
  writeFileSync(mark, print);
};
