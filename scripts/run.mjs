import { spawn } from "node:child_process";
import { setUp } from "./setup.mjs";
import { say } from "./setup/run.mjs";

/**
 * `node scripts/run.mjs LAYER FILE [ARGUMENT…]`: sets up what the layer needs, then runs a TypeScript file with the
 * right Node. Behind `npm run demo` and `npm run bench`.
 */
const [layer, file, ...rest] = process.argv.slice(2);

const start = (node) =>
  new Promise((resolve) => {
    const child = spawn(node, [file, ...rest], { stdio: "inherit" });
    // The child cleans up and decides how this ends. A terminal's Ctrl-C has reached it already.
    const isTerminal = process.stdin.isTTY === true;
    process.on("SIGINT", () => isTerminal || child.kill("SIGINT"));
    for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
    child.on("error", (error) => {
      say(error.message);
      resolve(1);
    });
    child.on("close", (code) => resolve(code ?? 1));
  });

try {
  const { node, missing } = await setUp({ layers: [layer] });
  process.exitCode = Object.keys(missing).length > 0 ? 1 : await start(node);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
