import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
export const toolchain = join(root, ".toolchain");

/** Progress goes to standard error: standard output belongs to the command that asked for the set-up. */
export const say = (line) => process.stderr.write(`setup: ${line}\n`);

/** Runs a program to its end: its exit code and what it printed. A program that cannot start has code null. */
export const run = (program, args, options = {}) =>
  new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
    const printed = [];
    child.stdout.on("data", (chunk) => printed.push(chunk));
    child.stderr.on("data", (chunk) => printed.push(chunk));
    const end = (code, more = "") =>
      resolve({ code, output: `${Buffer.concat(printed).toString("utf8")}${more}`.trim() });
    child.on("error", (error) => end(null, error.message));
    child.on("close", (code) => end(code));
  });

/** Like {@link run}, but a failure is an error that carries the last lines the program printed. */
export const must = async (program, args, options) => {
  const { code, output } = await run(program, args, options);
  if (code === 0) return output;
  const shown = output.split("\n").slice(-15).join("\n");
  throw new Error(
    `${program} ${args.join(" ")} failed${code === null ? "" : ` with exit code ${code}`}:\n${shown}`,
  );
};
