/** Servers that answer HTTP and gRPC requests. */
export const web: readonly string[] = [
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: http-server }
spec:
  description: HTTP requests answered without a server error, named as Prometheus client libraries do
  notes: >-
    Requests that never reach the server are not seen: put a template of the proxy in front of it beside this
    one, or a journey.
  parameters:
    job: { type: text, description: "The job label", example: checkout }
    metric: { type: metric, description: "Counter of requests", default: http_requests_total }
    status: { type: label, description: "Label of the status code", default: code }
    errors: { type: regex, description: "Status codes that are bad", default: "5.." }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    ratio:
      bad: '{{metric}}{job="{{job}}", {{status}}=~"{{errors}}", {{matchers}}}'
      total: '{{metric}}{job="{{job}}", {{matchers}}}'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: http-server-latency }
spec:
  description: HTTP requests answered in time, named as Prometheus client libraries do
  notes: >-
    The threshold has to be the upper bound of a bucket. Failed requests count as well: an error may be fast.
  parameters:
    job: { type: text, description: "The job label", example: checkout }
    histogram: { type: metric, description: "Histogram of durations in seconds", default: http_request_duration_seconds }
    threshold: { type: duration, description: "Slower requests are bad", default: 300ms }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    latency:
      histogram: '{{histogram}}{job="{{job}}", {{matchers}}}'
      threshold: "{{threshold}}"
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: http-server-otel }
spec:
  description: HTTP requests answered without a server error, named as OpenTelemetry does
  notes: >-
    Reads http_server_request_duration_seconds of the stable semantic conventions, as the Prometheus exporter of
    the SDK or the Collector writes it.
  parameters:
    job: { type: text, description: "The job label", example: shop/checkout }
    errors: { type: regex, description: "Status codes that are bad", default: "5.." }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    ratio:
      bad: 'http_server_request_duration_seconds_count{job="{{job}}", http_response_status_code=~"{{errors}}", {{matchers}}}'
      total: 'http_server_request_duration_seconds_count{job="{{job}}", {{matchers}}}'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: http-server-otel-latency }
spec:
  description: HTTP requests answered in time, named as OpenTelemetry does
  notes: >-
    The buckets of the semantic conventions are 5, 10, 25, 50, 75, 100, 250, 500 and 750 ms, 1, 2.5, 5, 7.5 and
    10 s.
  parameters:
    job: { type: text, description: "The job label", example: shop/checkout }
    threshold: { type: duration, description: "Slower requests are bad", default: 250ms }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    latency:
      histogram: 'http_server_request_duration_seconds{job="{{job}}", {{matchers}}}'
      threshold: "{{threshold}}"
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: grpc-server }
spec:
  description: gRPC calls that the server did not fail
  notes: >-
    Reads grpc_server_handled_total of the Prometheus interceptors. Codes that blame the caller, such as
    NotFound or InvalidArgument, are good.
  parameters:
    job: { type: text, description: "The job label", example: payments }
    errors: { type: regex, description: "Codes that are bad", default: Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    ratio:
      bad: 'grpc_server_handled_total{job="{{job}}", grpc_code=~"{{errors}}", {{matchers}}}'
      total: 'grpc_server_handled_total{job="{{job}}", {{matchers}}}'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: blackbox-probe }
spec:
  description: Probes of the blackbox exporter that succeeded
  notes: >-
    One event is one second of one target. A probe shows what one caller sees from one place, at every scrape
    and not in between.
  parameters:
    job: { type: text, description: "The job label", example: blackbox }
    instance: { type: regex, description: "Targets", default: ".+" }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    gauge: 'probe_success{job="{{job}}", instance=~"{{instance}}", {{matchers}}}'
`,
];
