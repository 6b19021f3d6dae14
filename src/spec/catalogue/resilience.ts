/** Breakers, and the monitoring itself. */
export const resilience: readonly string[] = [
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: resilience4j-calls }
spec:
  description: Calls through a Resilience4j circuit breaker that succeeded
  notes: >-
    Calls that the open breaker refused count as bad: the caller got no answer.
  parameters:
    name: { type: text, description: "Name of the breaker", example: database }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    ratio:
      bad: 'sum(rate(resilience4j_circuitbreaker_calls_seconds_count{name="{{name}}", kind="failed", {{matchers}}}[$window])) + (sum(rate(resilience4j_circuitbreaker_not_permitted_calls_total{name="{{name}}", {{matchers}}}[$window])) or vector(0))'
      total: 'sum(rate(resilience4j_circuitbreaker_calls_seconds_count{name="{{name}}", {{matchers}}}[$window])) + (sum(rate(resilience4j_circuitbreaker_not_permitted_calls_total{name="{{name}}", {{matchers}}}[$window])) or vector(0))'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: resilience4j-breaker }
spec:
  description: Time that a Resilience4j circuit breaker was closed
  notes: >-
    One event is one second; a second is bad while the breaker of any instance is open, half open or forced
    open. Watch it at the caller, beside the burn of the dependency.
  parameters:
    name: { type: text, description: "Name of the breaker", example: database }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    threshold:
      metric: 'resilience4j_circuitbreaker_state{name="{{name}}", state=~"open|half_open|forced_open", {{matchers}}}'
      operator: "=="
      value: 0
      across: max
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: prometheus-rules }
spec:
  description: Rule evaluations of Prometheus that worked
  notes: >-
    Alerts that are not evaluated do not ring: give it a tight objective, and route its page around the
    Prometheus it watches.
  parameters:
    job: { type: text, description: "The job label", default: prometheus }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    ratio:
      bad: 'prometheus_rule_evaluation_failures_total{job="{{job}}", {{matchers}}}'
      total: 'prometheus_rule_evaluations_total{job="{{job}}", {{matchers}}}'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: prometheus-targets }
spec:
  description: Time that the targets of a job could be scraped
  notes: >-
    One event is one second of one target. A target that service discovery has dropped is not counted any more.
  parameters:
    job: { type: text, description: "The job label", example: checkout }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    gauge: 'up{job="{{job}}", {{matchers}}}'
`,
];
