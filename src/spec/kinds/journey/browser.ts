import type { BrowserStep } from "../../../model/journey.ts";
import { readScript } from "../../../model/journeys/script.ts";
import type { Report } from "../../report.ts";
import { list } from "../../shapes/list.ts";
import { object, optional, required, type ObjectOf } from "../../shapes/object.ts";
import { failed, located, refine, type Decoded, type Shape } from "../../shapes/shape.ts";
import { text } from "../../shapes/texts.ts";
import type { Place } from "../../source.ts";
import { variableKey, type Use } from "./templates.ts";

const longestScript = 64 * 1024;

/** What is wrong with a script as JavaScript. It is read to its end and never run here. */
function scriptFault(script: string): string | undefined {
  if (script.trim() === "") return "it is empty";
  if (script.length > longestScript) return `it is longer than ${longestScript / 1024} KiB`;
  try {
    readScript(script);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : "it cannot be read";
  }
}

const script: Shape<string> = refine(text, (value, { place }, report) => {
  const fault = scriptFault(value);
  if (fault === undefined) return value;
  report(
    "script-shape",
    place,
    `the script is no JavaScript: ${fault}`,
    "write the body of an async function, such as await page.goto(vars.shop)",
  );
  return failed;
});

/** A variable's name as a value, not as a key. */
const variable: Shape<string> = refine(
  text,
  (name, { place }, report) => (variableKey.check(name, place, report) ? name : failed),
  { ...variableKey.schema },
);

/** A variable that a script is given; what every run has is as good as any other. */
const given: Shape<string> = refine(text, (name) => name, { ...variableKey.schema });

const browserFields = {
  script: required(script, "JavaScript that has Playwright's `page`, `vars` and `assert`; may await"),
  use: optional(
    list(located(given), "use"),
    "Variables and secrets that the script is given as `vars.name`; no others",
  ),
  returns: optional(
    list(located(variable), "returns"),
    "Variables for later steps: the script returns an object with these names",
  ),
};

/** What a browser step says beside what every step says. */
export interface WrittenBrowser {
  script: Pick<BrowserStep, "script" | "use" | "returns">;
  uses: readonly Use[];
  makes: readonly { variable: string; place: Place }[];
}

export const browserShape: Shape<WrittenBrowser> = refine(object(browserFields, "a browser"), readBrowser);

function readBrowser({
  script: body,
  use = [],
  returns = [],
}: ObjectOf<typeof browserFields>): WrittenBrowser {
  return {
    script: {
      script: body,
      use: use.map(({ value }) => value),
      returns: returns.map(({ value }) => value),
    },
    uses: use.map(({ value: name, place }) => ({ name, place })),
    makes: returns.map(({ value, place }) => ({ variable: value, place })),
  };
}

/** Keys that speak of a request, which a script makes none of. */
export function refuseRequestKeys(
  keys: Readonly<Partial<Record<string, Place>>>,
  names: readonly string[],
  report: Report,
): Decoded<undefined> {
  const strays = names.filter((name) => keys[name] !== undefined);
  for (const name of strays) {
    const place = keys[name];
    if (place === undefined) continue;
    const message = `"${name}" belongs to an HTTP step, and this one is a browser's`;
    report("conflicting-keys", place, message, "say it in the script, or make a step of its own");
  }
  return strays.length > 0 ? failed : undefined;
}
