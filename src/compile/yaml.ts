import { formatDuration } from "../model/durations.ts";
import { knowsKeepFiringFor, type PrometheusVersion } from "./options.ts";
import type { Seconds } from "../model/units.ts";
import type { Labels, Rule, RuleGroup } from "./rule.ts";

/*
 * Rule files are written by hand here, not by the yaml library: 10,000 SLOs are 270,000 rules, for which the library
 * takes a minute and this takes a second. Its parser reads every file back in the tests.
 */

const plainWord = /^[A-Za-z_][A-Za-z0-9_.\-/]*$/;
const yamlKeyword = /^(?:true|false|yes|no|on|off|null|y|n)$/i;
const oneLine = /^[A-Za-z0-9_(][^\n]*[)}\]\w]$/;
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

// Without a bracket it might be read as a number or a boolean.
const isPlainScalar = (text: string): boolean =>
  oneLine.test(text) && /[({]/.test(text) && !text.includes(": ") && !text.includes(" #");

const isBlockScalar = (text: string): boolean => !unprintable.test(text) && !/^\s|\s$/.test(text);

function scalar(text: string, margin: string): string {
  if (!isBlockScalar(text)) return quoted(text);
  if (isPlainScalar(text)) return text;
  return `|-\n${text.replaceAll(/^(?=.)/gm, margin)}`;
}

const entry = ([name, value]: [string, string]): string => `${word(name)}: ${word(value)}\n`;

const map = (key: string, entries: Labels, margin: string): string => {
  const lines = Object.entries(entries)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((each) => `${margin}  ${entry(each)}`);
  return lines.length === 0 ? "" : `${margin}${key}:\n${lines.join("")}`;
};

interface Writing {
  margin: string;
  version: PrometheusVersion;
  /** The recording rules of an SLO share one label object, so its text is made once. */
  labels: (labels: Labels) => string;
}

function ruleText(rule: Rule, { margin, version, labels }: Writing): string {
  const inner = `${margin}  `;
  const expr = `${inner}expr: ${scalar(rule.expr, `${inner}  `)}\n`;
  if ("record" in rule) return `${margin}- record: ${rule.record}\n${expr}${labels(rule.labels)}`;
  const hold = durationLine(`${inner}for`, rule.for);
  const keep = knowsKeepFiringFor(version) ? durationLine(`${inner}keep_firing_for`, rule.keepFiringFor) : "";
  return (
    `${margin}- alert: ${rule.alert}\n${expr}${hold}${keep}` +
    labels(rule.labels) +
    map("annotations", rule.annotations, inner)
  );
}

const durationLine = (key: string, duration: Seconds | undefined): string =>
  duration === undefined || duration === 0 ? "" : `${key}: ${formatDuration(duration)}\n`;

/** The `groups:` of a rule file or of a PrometheusRule's spec, each line behind `margin`. */
export function groupsText(groups: readonly RuleGroup[], version: PrometheusVersion, margin = ""): string {
  const written = new Map<Labels, string>();
  const labels = (entries: Labels): string => {
    const text = written.get(entries) ?? map("labels", entries, `${margin}        `);
    written.set(entries, text);
    return text;
  };
  const writing = { margin: `${margin}      `, version, labels };
  const groupText = ({ name, interval, rules }: RuleGroup) =>
    `${margin}  - name: ${word(name)}\n${margin}    interval: ${formatDuration(interval)}\n` +
    `${margin}    rules:\n${rules.map((rule) => ruleText(rule, writing)).join("")}`;
  return `${margin}groups:\n${groups.map(groupText).join("")}`;
}
