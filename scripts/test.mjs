import { setUp } from "./setup.mjs";
import { parseArguments } from "./test/arguments.mjs";
import { besideOf, needsOf, runHouse, runVitest, skipLayer } from "./test/layers.mjs";
import { total, verdict } from "./test/tally.mjs";
import { isNamed, tools } from "./tools.mjs";

const nothing = { seconds: 0, passed: 0, failed: 0, skipped: 0 };
const print = (text) => process.stdout.write(`${text}\n`);

/** Tools of the layer that set-up could not get: the layer fails, rather than quietly testing less. */
const missingIn = (layer, missing) =>
  tools.filter((tool) => tool.layers.includes(layer) && missing[tool.name] !== undefined);

const runLayer = async (layer, { node, missing, without, isBackground }) => {
  const lacking = missingIn(layer, missing);
  if (lacking.length > 0) {
    for (const { name } of lacking) print(`✗ ${layer}: ${name} cannot be had: ${missing[name]}`);
    return lacking.map(({ name }) => ({ ...nothing, file: `${layer} without ${name}`, failed: 1 }));
  }
  const env = { NINES_WITHOUT: without.join(",") };
  const leftOut = needsOf(layer).find((tool) => without.some((name) => isNamed(tool, name)));
  if (leftOut !== undefined) {
    print(`${layer} is skipped, as asked: --without ${leftOut}`);
    return skipLayer(node, layer, env);
  }
  return layer === "house" ? runHouse(node) : runVitest(node, layer, env, { isBackground });
};

const timed = async (layer, context) => {
  const begin = performance.now();
  const files = await runLayer(layer, context);
  return { layer, files, minutes: (performance.now() - begin) / 60_000 };
};

/** One after the other; a layer that may run beside another one of them does. */
const runLayers = async (layers, context) => {
  const results = [];
  const background = layers.filter((layer) => layers.includes(besideOf(layer)));
  for (const layer of layers.filter((each) => !background.includes(each))) {
    const besides = background.filter((each) => besideOf(each) === layer);
    print(`\n── ${[layer, ...besides].join(", beside it ")}`);
    const running = besides.map((each) => timed(each, { ...context, isBackground: true }));
    results.push(...(await Promise.all([timed(layer, context), ...running])));
  }
  return results;
};

const printTables = (results) => {
  print("\nlayer      minutes   passed   failed   skipped");
  for (const { layer, files, minutes } of results) {
    const counts = ["passed", "failed", "skipped"]
      .map((key) => String(total(files, key)).padStart(9))
      .join("");
    print(`${layer.padEnd(9)}${minutes.toFixed(2).padStart(9)}${counts}`);
  }
  const slowest = results.flatMap(({ files }) => files).sort((a, b) => b.seconds - a.seconds);
  print("\nslowest files");
  for (const { file, seconds } of slowest.slice(0, 10)) print(`${seconds.toFixed(1).padStart(8)} s  ${file}`);
};

const printVerdict = (files) => {
  for (const { file, failed } of files) if (failed > 0) print(`✗ ${failed} failed: ${file}`);
  const { line, exitCode } = verdict(files);
  print(`\n${line}`);
  process.exitCode = exitCode;
};

try {
  const { layers, without } = parseArguments(process.argv.slice(2));
  const results = await runLayers(layers, { ...(await setUp({ layers, without })), without });
  printTables(results);
  printVerdict(results.flatMap(({ files }) => files));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  print("\n0 passed, 1 failed");
  process.exitCode = 1;
}
