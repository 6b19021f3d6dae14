import { builtinVariables } from "../../../model/journey.ts";
import type { WrittenJourney } from "../../kinds/journey/journey.ts";
import type { Use } from "../../kinds/journey/templates.ts";
import { suggest } from "../../nearest.ts";
import { nameOf, type Report } from "../../report.ts";
import type { Place } from "../../source.ts";

interface Made {
  place: Place;
  what: "variable" | "secret" | "extraction";
}

/**
 * Whether every `{{name}}` has a value when its turn comes. What is used too early or never made is an error, since
 * the step would be skipped on every run; what is made and never used is worth a word.
 */
export function checkVariables({ spec }: WrittenJourney, report: Report): boolean {
  const made = new Map<string, Made>();
  const used = new Set<string>();
  const later = new Map(
    spec.steps.flatMap(({ name, extractions }) =>
      extractions.map(({ variable }) => [variable, name.value] as const),
    ),
  );
  let isSound = true;
  const make = (name: string, each: Made): void => {
    const before = made.get(name);
    // A later step may take the same value anew, as paging and tokens do.
    if (before === undefined || (before.what === "extraction" && each.what === "extraction"))
      made.set(name, each);
    else {
      isSound = false;
      const message = `"${name}" is already a ${before.what}, at ${nameOf(before.place)}`;
      report("duplicate-name", each.place, message, "rename one of the two");
    }
  };
  const use = ({ name, place }: Use): void => {
    used.add(name);
    if (made.has(name) || builtinVariables.some((each) => each === name)) return;
    isSound = false;
    const maker = later.get(name);
    if (maker === undefined)
      report("unknown-variable", place, `nothing gives {{${name}}} a value`, hint(name));
    else {
      const message = `{{${name}}} is used before the step "${maker}" takes it`;
      report(
        "variable-before-made",
        place,
        message,
        "move the step that takes it up, or the one that uses it down",
      );
    }
  };
  const hint = (name: string): string =>
    suggest(name, [...made.keys(), ...later.keys(), ...builtinVariables]);

  for (const { name, key } of spec.secrets ?? []) make(name, { place: key, what: "secret" });
  for (const { name, key, value } of spec.variables ?? []) {
    value.uses.forEach(use);
    make(name, { place: key, what: "variable" });
  }
  for (const step of spec.steps) {
    step.uses.forEach(use);
    for (const { variable, place } of step.extractions) make(variable, { place, what: "extraction" });
  }
  for (const [name, { place, what }] of made)
    if (!used.has(name))
      report("variable-unused", place, `no step uses the ${what} {{${name}}}`, "remove it, or use it");
  return isSound;
}
