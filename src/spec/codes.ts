interface CodeInfo {
  severity: "error" | "warning";
  title: string;
}

const error = (title: string): CodeInfo => ({ severity: "error", title });
const warning = (title: string): CodeInfo => ({ severity: "warning", title });

/** The closed list of findings. Each has a page of the same name in `docs/errors/`. */
export const codes = {
  // Files
  "path-not-found": error("A path does not exist"),
  "file-unreadable": error("A file cannot be read"),
  "file-too-large": error("A file is larger than any specification should be"),
  "file-not-utf8": error("A file is not UTF-8 text"),
  "link-loop": error("A symbolic link leads back into its own folder"),
  "no-specs": error("There is no YAML file to read"),
  "file-empty": warning("A file holds no document"),
  // YAML
  "yaml-syntax": error("The text is not YAML"),
  "yaml-tab": error("A tab stands where YAML wants spaces"),
  "yaml-alias": error("Anchors, aliases and merge keys are not read"),
  "yaml-tag": error("YAML tags are not read"),
  "yaml-key": error("A key is not plain text"),
  "yaml-too-deep": error("The text is nested too deeply"),
  "duplicate-key": error("A key stands twice in one mapping"),
  // Shape
  "wrong-api-version": error("The apiVersion is not nines/v1"),
  "unknown-kind": error("The kind is none that nines knows"),
  "unknown-key": error("A key is none that nines knows"),
  "missing-key": error("A key that must be there is missing"),
  "missing-value": error("A key has no value"),
  "wrong-type": error("A value has the wrong type"),
  "unknown-value": error("A value is not one of those allowed"),
  "conflicting-keys": error("Two keys exclude each other"),
  // Scalars
  "name-shape": error("A name has characters that names may not have"),
  "label-name": error("A label name is none that Prometheus accepts"),
  "label-reserved": error("A label name is used by nines itself"),
  "objective-not-percent": error("An objective is not a percentage"),
  "objective-without-budget": error("An objective of 100 % leaves no error budget"),
  "objective-zero": error("An objective of 0 % promises nothing"),
  "percent-shape": error("A share is not a percentage"),
  "duration-shape": error("A duration cannot be read"),
  "number-out-of-range": error("A number lies outside its range"),
  "window-out-of-range": error("A window is shorter than 1d or longer than 90d"),
  "time-zone": error("A time zone is not in the IANA database"),
  "clock-time": error("A time of day cannot be read"),
  "clock-order": error("A span of the day ends before it begins"),
  "calendar-date": error("A date does not exist or cannot be read"),
  "url-shape": error("A link is not an http or https address"),
  "traffic-shape": error("A traffic hint cannot be read"),
  // References
  "duplicate-name": error("Two definitions have the same name"),
  "unknown-policy": error("A policy is not defined"),
  "unknown-service": error("A service is not defined"),
  "unknown-environment": error("An environment is not defined"),
  "unknown-prometheus": error("A Prometheus is not one of the server's"),
  "unknown-alert-windows": error("A table of alert windows is not defined"),
  "dependency-cycle": error("Services depend on each other in a circle"),
  "dependency-repeated": error("A service depends on another twice"),
  "any-of-one": error("A choice of dependencies leaves no choice"),
  // Composites
  "unknown-slo": error("An SLO is not defined"),
  "member-environment": error("A member of a composite stands in another environment"),
  "member-twice": error("An SLO is a member of a composite twice"),
  "composite-cycle": error("Composites are members of each other in a circle"),
  "composite-too-large": error("A composite holds too many SLOs, or composites of composites"),
  "composite-grouping": error("A composite is grouped by a label that a member is not grouped by"),
  "composite-by-time": warning("Requests of a composite cannot be counted one by one"),
  "objective-above-members": warning("A composite promises more than its members do"),
  // PromQL
  "promql-syntax": error("An expression is not PromQL"),
  "promql-type": error("A PromQL expression has the wrong type"),
  "promql-unsupported": error("An expression uses what not every supported Prometheus understands"),
  "selector-expected": error("Only a plain selector is read here"),
  "selector-without-metric": error("A selector names no metric"),
  "regex-invalid": error("A regular expression cannot be read"),
  "window-missing": error("An expression does not use $window"),
  "window-literal": error("An expression has a range of its own instead of $window"),
  "window-misplaced": error("$window stands outside a range"),
  "at-modifier": error("An expression is pinned to a moment with @"),
  "negative-offset": error("An expression looks into the future"),
  "histogram-suffix": error("A histogram is named by one of its series"),
  "histogram-le": error("A histogram selector picks buckets by itself"),
  "ledger-sampled": warning("The ledger samples a rate instead of counting exactly"),
  "units-mixed": warning("An expression adds events per second to events of the window"),
  "counter-name": warning("A selector does not look like a counter"),
  "part-equals-total": warning("Bad or good events are the same series as all events"),
  "group-label-lost": warning("An expression aggregates a group label away"),
  // Journeys
  "unknown-journey": error("A journey is not defined"),
  "unknown-step": error("A step is none of its journey"),
  "script-shape": error("A browser script is no JavaScript"),
  "template-shape": error("A text with variables cannot be read"),
  "variable-name": error("A variable has a name that variables may not have"),
  "unknown-variable": error("A step uses a variable that nothing gives"),
  "variable-before-made": error("A variable is used before a step takes it"),
  "variable-unused": warning("A variable, secret or extraction is never used"),
  "secret-source": error("A secret is kept where a journey may not look"),
  "json-path": error("A JSONPath cannot be read"),
  "step-after-clean-up": error("A step stands after the clean-up"),
  "journey-timing": error("A run or a step may take longer than there is time for it"),
  "journey-threshold": error("A latency threshold is none that a journey can show"),
  // Templates
  "unknown-template": error("A template is not defined"),
  "unknown-parameter": error("A template has no such parameter"),
  "parameter-missing": error("A template is not given what it needs"),
  "parameter-value": error("A parameter of a template cannot take a value"),
  // Intervals and alerts
  "window-under-four-scrapes": error("A short window holds fewer than four scrapes"),
  "slice-out-of-range": error("A slice is shorter than four scrapes or longer than 5m"),
  "ledger-interval-out-of-range": error("The ledger interval does not fit the look-back or the scrapes"),
  "alert-windows-needed": error("A window under 7d needs its own alert windows"),
  "alert-windows-order": error("Alert windows are in the wrong order"),
  "tier-unreachable": warning("An alert tier can never fire"),
  // Policies
  "thresholds-not-ascending": error("The states of a policy are not in ascending order"),
  "leave-margin-too-wide": error("A state could never be left"),
  "claim-without-use": warning("A claim that stops nobody"),
  "gate-rule-unreachable": warning("A gate rule can never match"),
  "gate-environment-unknown": warning("A gate rule names an environment that is not defined"),
  // Arithmetic of promises
  "one-event-spends": warning("One bad event spends a large part of the error budget"),
  "one-event-pages": warning("One bad event an hour trips the fast tier"),
  "one-run-burns": warning("One failed run an hour burns as fast as a page"),
  "window-exceeds-retention": warning("A window is longer than Prometheus keeps data"),
  "objective-above-dependencies": warning("An objective is above what its dependencies allow"),
  "override-unused": warning("An override is for an environment the service does not have"),
  "missing-owner": warning("A service has no owner"),
  "missing-runbook": warning("An SLO has no runbook"),
  // What data show (nines lint --prometheus)
  "series-not-found": error("A selector matches no series"),
  "no-bad-series": warning("Bad or good events have no series yet"),
  "group-label-not-found": error("No series has the label that an SLO is grouped by"),
  "query-refused": error("Prometheus does not answer what an SLO asks"),
  "histogram-type": error("A histogram is not of the type that the SLO reads"),
  "histogram-changing": warning("A histogram is of another type in some of its series"),
  "threshold-no-bucket": error("A latency threshold is none of the histogram's buckets"),
  "threshold-within-bucket": warning("A latency threshold lies inside a native bucket"),
  "part-above-total": error("Bad or good events are not among all events"),
  "sli-anomaly": warning("An SLI shows what it never should"),
  "constant-burn": warning("An error budget burns all the time"),
  "scrape-interval-differs": warning("Series are scraped at another interval than declared"),
  "objective-missed": warning("An objective was missed in every window"),
  "objective-loose": warning("An objective is far below what is delivered"),
  // Silencing
  "ignore-malformed": warning("A nines-ignore comment cannot be read"),
  "ignore-unused": warning("A nines-ignore comment silences nothing"),
} as const satisfies Record<string, CodeInfo>;

export type Code = keyof typeof codes;

export const isCode = (text: string): text is Code => Object.hasOwn(codes, text);

/** Codes that only data can show: a run that asks no Prometheus cannot say whether they are rightly silenced. */
export const surveyCodes: ReadonlySet<Code> = new Set<Code>([
  "series-not-found",
  "no-bad-series",
  "group-label-not-found",
  "query-refused",
  "histogram-type",
  "histogram-changing",
  "threshold-no-bucket",
  "threshold-within-bucket",
  "part-above-total",
  "sli-anomaly",
  "constant-burn",
  "scrape-interval-differs",
  "objective-missed",
  "objective-loose",
]);

/** Codes that say nines could not do its work, rather than that the input is at fault. */
export const worldCodes: ReadonlySet<string> = new Set<Code>(["path-not-found", "file-unreadable"]);
