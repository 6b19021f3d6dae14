import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ensureNode } from "./setup/node.mjs";
import { ensurePackages } from "./setup/packages.mjs";
import { ensurePage } from "./setup/page.mjs";
import { say } from "./setup/run.mjs";
import { ensureTools } from "./setup/ensure-tools.mjs";

/** Says once what cannot be had, why, and what to do instead. */
export const explainMissing = (missing) => {
  for (const [name, reason] of Object.entries(missing)) say(`${name} cannot be had: ${reason}`);
  const names = Object.keys(missing).join(", ");
  say(
    `Install ${names} so that PATH finds ${Object.keys(missing).length === 1 ? "it" : "them"}, leave out what`,
  );
  say("needs it (npm test -- --without NAME), or use the containers: docker compose up");
};

/**
 * Everything a fresh clone needs, done once and quickly found done ever after.
 *
 * @param layers the layers of work whose tools are needed; all without it
 * @param without tools not to look for
 * @returns `{ node, missing }`: the Node to run TypeScript with, and tools that cannot be had with the reason
 */
export const setUp = async ({ layers, without } = {}) => {
  const node = await ensureNode();
  const withPackages = async () => {
    await ensurePackages(node);
    await ensurePage(node);
  };
  const [, missing] = await Promise.all([withPackages(), ensureTools(layers, without)]);
  if (Object.keys(missing).length > 0) explainMissing(missing);
  return { node, missing };
};

const isMain =
  process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
if (isMain) {
  try {
    const { missing } = await setUp();
    process.exitCode = Object.keys(missing).length === 0 ? 0 : 1;
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
}
