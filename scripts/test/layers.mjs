import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "../setup/run.mjs";
import { tally } from "./tally.mjs";

/**
 * `needs`: without one of these tools nothing of the layer can run, so leaving it out skips the layer whole.
 * `beside`: runs while that layer does, so that no core stands idle: lint keeps one busy long after types and format
 * are done, and system tests wait for servers where promtool waits for nobody.
 */
const layers = {
  house: { needs: [], beside: "unit" },
  unit: { needs: [] },
  rules: { needs: ["promtool-3.5"], beside: "system" },
  system: { needs: ["prometheus-3.5", "alertmanager"] },
};

export const layerNames = Object.keys(layers);
export const needsOf = (name) => layers[name].needs;
export const besideOf = (name) => layers[name].beside;

const bin = (name, file = name) => join(root, "node_modules", name, file);

const code = ["**/*.{ts,tsx,mjs,css,html}", "*.{js,json}"];

// The compiler of TypeScript 7 is a native program, ten times as fast; eslint still reads types through that of 6.
const tsc = bin("typescript7", "bin/tsc");

const checks = [
  ["types (tsc --noEmit)", tsc, ["--noEmit"]],
  ["types of the page (tsc --noEmit -p src/web)", tsc, ["--noEmit", "-p", "src/web"]],
  ["lint (eslint)", bin("eslint", "bin/eslint.js"), ["--max-warnings", "0", "."]],
  [
    "format (prettier --check)",
    bin("prettier", "bin/prettier.cjs"),
    ["--check", "--log-level", "warn", ...code],
  ],
];

/** Of the background: it has what the other layer leaves of the cores. */
const atLowPriority = ["nice", "-n", "10"];

const check = async (node, [title, program, args]) => {
  const begin = performance.now();
  const [nice, ...how] = atLowPriority;
  const { code, output } = await run(nice, [...how, node, program, ...args]);
  const seconds = (performance.now() - begin) / 1000;
  process.stdout.write(` ${code === 0 ? "✓" : "✗"} ${title} ${seconds.toFixed(1)} s\n`);
  if (code !== 0) process.stdout.write(`${output}\n`);
  return { file: title, seconds, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
};

/** Types, lint and format, each counted as one test; side by side, since each keeps but one core busy. */
export const runHouse = (node) => Promise.all(checks.map((one) => check(node, one)));

/** System tests wait for servers more than they work: others run meanwhile. */
const workers = { system: ["--maxWorkers=4"] };

const vitest = bin("vitest", "vitest.mjs");

const readSummary = (file) => {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
};

/** What a program of the background prints would stand between the lines of another: it is shown at its end. */
const showAtTheEnd = (child) => {
  const printed = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => printed.push(chunk));
  child.on("close", () => process.stdout.write(Buffer.concat(printed)));
};

/**
 * Runs one project of vitest.config.ts; what it prints is shown as it comes, of a background one at its end.
 *
 * @param env what the tests are told
 * @param more further arguments of vitest
 */
export const runVitest = async (node, name, env, { more = [], isBackground = false } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), "nines-test-"));
  const file = join(folder, "summary.json");
  const [program, ...how] = isBackground ? [...atLowPriority, node] : [node];
  const reporters = ["--reporter=default", `--reporter=${join(root, "scripts/test/reporter.mjs")}`];
  try {
    const code = await new Promise((resolve) => {
      const child = spawn(
        program,
        [...how, vitest, "run", "--project", name, ...(workers[name] ?? []), ...reporters, ...more],
        {
          cwd: root,
          stdio: ["ignore", ...(isBackground ? ["pipe", "pipe"] : ["inherit", "inherit"])],
          env: { ...process.env, ...env, NINES_TEST_SUMMARY: file },
        },
      );
      child.on("error", () => resolve(-1));
      child.on("close", resolve);
      if (isBackground) child.on("spawn", () => showAtTheEnd(child));
    });
    return tally(name, readSummary(file), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

// A name that no test has: each is then counted as skipped, and no hook of it runs.
const noTest = { more: ["--testNamePattern", "^$"] };

/** Counts a layer as skipped, test by test, where the person asked to do without what it cannot be without. */
export const skipLayer = (node, name, env) => runVitest(node, name, env, noTest);
