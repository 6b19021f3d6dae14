import { tools, isNamed } from "../tools.mjs";
import { layerNames } from "./layers.mjs";

const usage = `npm test -- [LAYER…] [--without TOOL]…
layers: ${layerNames.join(", ")}
tools:  ${tools.map(({ name }) => name).join(", ")} (or prometheus, promtool for both of a kind)`;

class UsageError extends Error {}

const toolNamed = (name) => {
  if (name !== undefined && tools.some((tool) => isNamed(tool.name, name))) return name;
  throw new UsageError(`--without ${name ?? ""}: there is no such tool\n${usage}`);
};

/** `{ layers, without }` of a command line; throws with the usage when something in it is unknown. */
export const parseArguments = (words) => {
  const layers = [];
  const without = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === "--without") without.push(...(words[++at] ?? "").split(",").map(toolNamed));
    else if (word.startsWith("--without="))
      without.push(...word.slice("--without=".length).split(",").map(toolNamed));
    else if (layerNames.includes(word)) layers.push(word);
    else throw new UsageError(`${word}: there is no such layer\n${usage}`);
  }
  return {
    layers: layers.length === 0 ? layerNames : layerNames.filter((name) => layers.includes(name)),
    without,
  };
};
