/** Kubernetes itself, by its own metrics and those of kube-state-metrics. */
export const kubernetes: readonly string[] = [
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: kubernetes-apiserver }
spec:
  description: Requests to the Kubernetes API server answered without a server error
  notes: >-
    Long-running requests (watch, connect) are left out: they end when they end. 429 is the server protecting
    itself; add it to errors where callers feel it.
  parameters:
    job: { type: text, description: "The job label", default: apiserver }
    errors: { type: regex, description: "Status codes that are bad", default: "5.." }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    ratio:
      bad: 'apiserver_request_total{job="{{job}}", verb!~"WATCH|CONNECT", code=~"{{errors}}", {{matchers}}}'
      total: 'apiserver_request_total{job="{{job}}", verb!~"WATCH|CONNECT", {{matchers}}}'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: kubernetes-apiserver-latency }
spec:
  description: Requests to the Kubernetes API server answered in time
  notes: >-
    Long-running requests are left out. Lists of a whole cluster take longer than a single object: give each its
    own SLO by matchers on scope.
  parameters:
    job: { type: text, description: "The job label", default: apiserver }
    verbs: { type: regex, description: "Verbs that are judged", default: GET|POST|PUT|PATCH|DELETE }
    threshold: { type: duration, description: "Slower requests are bad", default: 1s }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    latency:
      histogram: 'apiserver_request_duration_seconds{job="{{job}}", verb=~"{{verbs}}", {{matchers}}}'
      threshold: "{{threshold}}"
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: coredns }
spec:
  description: DNS queries that CoreDNS answered without a server failure
  notes: >-
    NXDOMAIN is an answer. SERVFAIL and REFUSED are what callers cannot work with.
  parameters:
    job: { type: text, description: "The job label", default: coredns }
    errors: { type: regex, description: "Response codes that are bad", default: SERVFAIL|REFUSED }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    ratio:
      bad: 'coredns_dns_responses_total{job="{{job}}", rcode=~"{{errors}}", {{matchers}}}'
      total: 'coredns_dns_responses_total{job="{{job}}", {{matchers}}}'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: kubernetes-deployment }
spec:
  description: Replicas of a Deployment that are available, of those wanted
  notes: >-
    One event is one second; the error ratio is the share of replicas missing, so that one of four gone for an
    hour weighs a quarter of an hour. More than wanted counts as whole.
  parameters:
    deployment: { type: text, description: "Name of the Deployment", example: checkout }
    namespace: { type: text, description: "Its namespace", example: shop }
  sli:
    errorRatio: 'clamp_min(1 - max(avg_over_time(kube_deployment_status_replicas_available{deployment="{{deployment}}", namespace="{{namespace}}"}[$window])) / max(avg_over_time(kube_deployment_spec_replicas{deployment="{{deployment}}", namespace="{{namespace}}"}[$window])), 0)'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: kubernetes-hpa-limit }
spec:
  description: Time that a HorizontalPodAutoscaler had room to scale up
  notes: >-
    One event is one second; a second at the limit is bad, whether or not more was needed. An autoscaler that
    lives at its limit is no autoscaler.
  parameters:
    hpa: { type: text, description: "Name of the autoscaler", example: checkout }
    namespace: { type: text, description: "Its namespace", example: shop }
  sli:
    errorRatio: 'avg_over_time((max(kube_horizontalpodautoscaler_status_current_replicas{horizontalpodautoscaler="{{hpa}}", namespace="{{namespace}}"}) >= bool max(kube_horizontalpodautoscaler_spec_max_replicas{horizontalpodautoscaler="{{hpa}}", namespace="{{namespace}}"}))[$window:30s])'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: kubernetes-cronjob }
spec:
  description: Time that a CronJob was no further behind than it may be
  notes: >-
    One event is one second; a second is bad once the last success is older than maxAge seconds. Give it the
    schedule and the longest run: a day and an hour is 90000.
  parameters:
    cronjob: { type: text, description: "Name of the CronJob", example: nightly-invoices }
    namespace: { type: text, description: "Its namespace", example: shop }
    maxAge: { type: number, description: "Seconds since the last success", default: 90000 }
  sli:
    errorRatio: 'avg_over_time((time() - max(kube_cronjob_status_last_successful_time{cronjob="{{cronjob}}", namespace="{{namespace}}"}) > bool {{maxAge}})[$window:30s])'
`,
];
