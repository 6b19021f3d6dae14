/** Proxies and meshes: what callers of a service got, whoever failed. */
export const proxies: readonly string[] = [
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: ingress-nginx }
spec:
  description: Requests through ingress-nginx answered without a server error
  notes: >-
    Counts what left the controller, so that a backend that is down counts as 502 or 503.
  parameters:
    ingress: { type: text, description: "Name of the Ingress", example: checkout }
    namespace: { type: regex, description: "Its namespace", default: ".+" }
    errors: { type: regex, description: "Status codes that are bad", default: "5.." }
  sli:
    ratio:
      bad: 'rate(nginx_ingress_controller_requests{ingress="{{ingress}}", exported_namespace=~"{{namespace}}", status=~"{{errors}}"}[$window])'
      total: 'rate(nginx_ingress_controller_requests{ingress="{{ingress}}", exported_namespace=~"{{namespace}}"}[$window])'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: traefik }
spec:
  description: Requests through Traefik answered without a server error
  notes: >-
    Needs addServicesLabels, which is on unless it was switched off. The service is named as Traefik writes it,
    with its provider behind an @.
  parameters:
    service: { type: text, description: "Service as Traefik names it", example: checkout@kubernetes }
    errors: { type: regex, description: "Status codes that are bad", default: "5.." }
  sli:
    ratio:
      bad: 'traefik_service_requests_total{service="{{service}}", code=~"{{errors}}"}'
      total: 'traefik_service_requests_total{service="{{service}}"}'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: haproxy }
spec:
  description: Requests through an HAProxy backend answered without a server error
  notes: >-
    Reads the exporter built into HAProxy 2.x. A code of "other" is an answer that was none: it counts as bad
    too.
  parameters:
    backend: { type: text, description: "The backend", example: checkout }
    errors: { type: regex, description: "Classes that are bad", default: 5xx|other }
  sli:
    ratio:
      bad: 'haproxy_backend_http_responses_total{proxy="{{backend}}", code=~"{{errors}}"}'
      total: 'haproxy_backend_http_responses_total{proxy="{{backend}}"}'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: envoy-cluster }
spec:
  description: Requests from Envoy to a cluster answered without a server error
  notes: >-
    Counts answers to Envoy as classes of status codes; requests that Envoy gave up on are answered by itself
    with 503 or 504 and count here.
  parameters:
    cluster: { type: text, description: "envoy_cluster_name", example: checkout }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    ratio:
      bad: 'rate(envoy_cluster_upstream_rq_xx{envoy_cluster_name="{{cluster}}", envoy_response_code_class="5", {{matchers}}}[$window])'
      total: 'rate(envoy_cluster_upstream_rq_xx{envoy_cluster_name="{{cluster}}", {{matchers}}}[$window])'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: envoy-outlier-detection }
spec:
  description: Members of an Envoy cluster that outlier detection has not ejected
  notes: >-
    One event is one second; the error ratio is the share of members ejected. At max_ejection_percent Envoy
    stops ejecting, however ill the others are.
  parameters:
    cluster: { type: text, description: "envoy_cluster_name", example: payments }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    errorRatio: 'sum(avg_over_time(envoy_cluster_outlier_detection_ejections_active{envoy_cluster_name="{{cluster}}", {{matchers}}}[$window])) / sum(avg_over_time(envoy_cluster_membership_total{envoy_cluster_name="{{cluster}}", {{matchers}}}[$window]))'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: istio-service }
spec:
  description: Requests in an Istio mesh answered without a server error, as the service itself reports them
  notes: >-
    With reporter source the callers speak instead: requests that never arrived are then seen, and those from
    outside the mesh are not.
  parameters:
    service: { type: text, description: "destination_service_name", example: checkout }
    namespace: { type: regex, description: "destination_service_namespace", default: ".+" }
    reporter: { type: text, description: "destination or source", default: destination }
    errors: { type: regex, description: "Status codes that are bad; 0 is a connection that broke", default: 5..|0 }
  sli:
    ratio:
      bad: 'istio_requests_total{reporter="{{reporter}}", destination_service_name="{{service}}", destination_service_namespace=~"{{namespace}}", response_code=~"{{errors}}"}'
      total: 'istio_requests_total{reporter="{{reporter}}", destination_service_name="{{service}}", destination_service_namespace=~"{{namespace}}"}'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: nginx-connections }
spec:
  description: Connections that nginx accepted and handled
  notes: >-
    Reads the stub_status exporter, which knows no status codes. A connection accepted and not handled met a
    limit, such as worker_connections.
  parameters:
    job: { type: text, description: "The job label", example: nginx }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    ratio:
      good: 'rate(nginx_connections_handled{job="{{job}}", {{matchers}}}[$window])'
      total: 'rate(nginx_connections_accepted{job="{{job}}", {{matchers}}}[$window])'
`,
];
