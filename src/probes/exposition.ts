import { setImmediate as pause } from "node:timers/promises";
import { families, type Labels, type Tally } from "../journey/tally.ts";

/** Milliseconds of writing before runs get their turn: a scrape must not make one late. */
const slice = 3;

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };
const quote = (text: string) => `"${text.replace(/[\\"\n]/g, (found) => escapes[found] ?? found)}"`;

function inBraces(labels: Labels): string {
  let text = "";
  for (const name in labels) text += `${text === "" ? "{" : ","}${name}=${quote(labels[name] ?? "")}`;
  return `${text}}`;
}

/** Everything that was counted, as Prometheus text, written in slices. */
export async function renderTallies(tallies: readonly Tally[]): Promise<readonly Buffer[]> {
  const parts: Buffer[] = [];
  let text = "";
  let begin = performance.now();
  for (const { name, type, help, samples } of families) {
    text += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
    for (const tally of tallies) {
      for (const [suffix, labels, value] of samples(tally))
        text += `${name}${suffix}${inBraces(labels)} ${value}\n`;
      if (performance.now() - begin < slice) continue;
      parts.push(Buffer.from(text));
      text = "";
      await pause();
      begin = performance.now();
    }
  }
  return [...parts, Buffer.from(text)];
}
