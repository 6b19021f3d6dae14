import { grows, level, slow, split, stands, type Row } from "./row.ts";

/** Servers and proxies. */
export const servers: Readonly<Record<string, Row>> = {
  "http-server": {
    with: { job: "shop" },
    ...split("http_requests_total", 'job="shop"', 'code="503"', 'code="404"'),
  },
  "http-server-latency": {
    with: { job: "shop" },
    ...slow("http_request_duration_seconds", 'job="shop"', "0.3"),
  },
  "http-server-otel": {
    with: { job: "shop" },
    ...split(
      "http_server_request_duration_seconds_count",
      'job="shop"',
      'http_response_status_code="500"',
      'http_response_status_code="200"',
    ),
  },
  "http-server-otel-latency": {
    with: { job: "shop" },
    ...slow("http_server_request_duration_seconds", 'job="shop"', "0.25"),
  },
  "grpc-server": {
    with: { job: "shop" },
    ...split("grpc_server_handled_total", 'job="shop"', 'grpc_code="Unavailable"', 'grpc_code="NotFound"'),
  },
  "blackbox-probe": {
    with: { job: "blackbox" },
    ...level('probe_success{job="blackbox", instance="a"}', 0, 1),
  },
  "ingress-nginx": {
    with: { ingress: "shop" },
    ...split(
      "nginx_ingress_controller_requests",
      'ingress="shop", exported_namespace="web"',
      'status="502"',
      'status="200"',
    ),
  },
  traefik: {
    with: { service: "shop@kubernetes" },
    ...split("traefik_service_requests_total", 'service="shop@kubernetes"', 'code="500"', 'code="200"'),
  },
  haproxy: {
    with: { backend: "shop" },
    ...split("haproxy_backend_http_responses_total", 'proxy="shop"', 'code="5xx"', 'code="2xx"'),
  },
  "envoy-cluster": {
    with: { cluster: "shop" },
    ...split(
      "envoy_cluster_upstream_rq_xx",
      'envoy_cluster_name="shop"',
      'envoy_response_code_class="5"',
      'envoy_response_code_class="2"',
    ),
  },
  "envoy-outlier-detection": {
    with: { cluster: "shop" },
    share: 0.25,
    bad: {
      'envoy_cluster_outlier_detection_ejections_active{envoy_cluster_name="shop"}': stands(1),
      'envoy_cluster_membership_total{envoy_cluster_name="shop"}': stands(4),
    },
    good: {
      'envoy_cluster_outlier_detection_ejections_active{envoy_cluster_name="shop"}': stands(0),
      'envoy_cluster_membership_total{envoy_cluster_name="shop"}': stands(4),
    },
  },
  "istio-service": {
    with: { service: "shop" },
    ...split(
      "istio_requests_total",
      'reporter="destination", destination_service_name="shop", destination_service_namespace="web"',
      'response_code="0"',
      'response_code="200"',
    ),
  },
  "nginx-connections": {
    with: { job: "nginx" },
    share: 0.1,
    bad: {
      'nginx_connections_accepted{job="nginx"}': grows(30),
      'nginx_connections_handled{job="nginx"}': grows(27),
    },
    good: {
      'nginx_connections_accepted{job="nginx"}': grows(30),
      'nginx_connections_handled{job="nginx"}': grows(30),
    },
  },
};
