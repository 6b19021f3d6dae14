import { formatDuration } from "../model/durations.ts";
import { knowsKeepFiringFor, type PrometheusVersion } from "./options.ts";
import type { Labels, Rule, RuleGroup } from "./rule.ts";

/*
 * Rule files are written by hand here, not by the yaml library: 10,000 SLOs are 270,000 rules, for which the library
 * takes a minute and this takes a second. Its parser reads every file back in the tests.
 */

const plainWord = /^[A-Za-z_][A-Za-z0-9_.\-/]*$/;
const yamlKeyword = /^(?:true|false|yes|no|on|off|null|y|n)$/i;
const expressionStart = /^[A-Za-z0-9_(][^\n]*[)}\]\w]$/;
// What a block scalar cannot hold as it is
const unprintable = /[\u0000-\u0008\u000b-\u001f\u007f\u0080-\u009f\u2028\u2029\ufeff\ud800-\udfff]/;

// JSON's strings are YAML's, but JSON leaves some characters bare that YAML takes for line breaks.
const quoted = (text: string): string =>
  JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

export const word = (text: string): string =>
  plainWord.test(text) && !yamlKeyword.test(text) ? text : quoted(text);

const isPlainScalar = (text: string): boolean =>
  expressionStart.test(text) && !text.includes(": ") && !text.includes(" #") && !/[\s:]$/.test(text);

const isBlockScalar = (text: string): boolean => !unprintable.test(text) && !/^\s|\s$/.test(text);

function scalar(text: string, margin: string): string {
  if (!isBlockScalar(text)) return quoted(text);
  if (isPlainScalar(text)) return text;
  return `|-\n${text.replaceAll(/^(?=.)/gm, margin)}`;
}

const map = (key: string, entries: Labels, margin: string): string => {
  const names = Object.keys(entries).sort();
  if (names.length === 0) return "";
  return `${margin}${key}:\n${names.map((name) => `${margin}  ${word(name)}: ${word(entries[name] ?? "")}\n`).join("")}`;
};

function ruleText(rule: Rule, margin: string, version: PrometheusVersion): string {
  const inner = `${margin}  `;
  const expr = `${inner}expr: ${scalar(rule.expr, `${inner}  `)}\n`;
  if ("record" in rule)
    return `${margin}- record: ${rule.record}\n${expr}${map("labels", rule.labels, inner)}`;
  const hold = rule.for === undefined || rule.for === 0 ? "" : `${inner}for: ${formatDuration(rule.for)}\n`;
  const keep =
    rule.keepFiringFor === undefined || rule.keepFiringFor === 0 || !knowsKeepFiringFor(version)
      ? ""
      : `${inner}keep_firing_for: ${formatDuration(rule.keepFiringFor)}\n`;
  return (
    `${margin}- alert: ${rule.alert}\n${expr}${hold}${keep}` +
    map("labels", rule.labels, inner) +
    map("annotations", rule.annotations, inner)
  );
}

/** The `groups:` of a rule file or of a PrometheusRule's spec, each line behind `margin`. */
export const groupsText = (groups: readonly RuleGroup[], version: PrometheusVersion, margin = ""): string =>
  `${margin}groups:\n` +
  groups
    .map(
      ({ name, interval, rules }) =>
        `${margin}  - name: ${word(name)}\n${margin}    interval: ${formatDuration(interval)}\n${margin}    rules:\n` +
        rules.map((rule) => ruleText(rule, `${margin}      `, version)).join(""),
    )
    .join("");
