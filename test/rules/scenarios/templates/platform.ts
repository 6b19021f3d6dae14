import { age, grows, level, slow, split, stands, type Row } from "./row.ts";

/** Kubernetes, databases, queues, breakers, and Prometheus itself. */
export const platform: Readonly<Record<string, Row>> = {
  "kubernetes-apiserver": {
    with: {},
    ...split("apiserver_request_total", 'job="apiserver", verb="GET"', 'code="500"', 'code="200"'),
  },
  "kubernetes-apiserver-latency": {
    with: {},
    ...slow("apiserver_request_duration_seconds", 'job="apiserver", verb="GET"', "1"),
  },
  coredns: {
    with: {},
    ...split("coredns_dns_responses_total", 'job="coredns"', 'rcode="SERVFAIL"', 'rcode="NXDOMAIN"'),
  },
  "kubernetes-deployment": {
    with: { deployment: "shop", namespace: "web" },
    share: 0.25,
    bad: {
      'kube_deployment_status_replicas_available{deployment="shop", namespace="web"}': stands(3),
      'kube_deployment_spec_replicas{deployment="shop", namespace="web"}': stands(4),
    },
    good: {
      'kube_deployment_status_replicas_available{deployment="shop", namespace="web"}': stands(5),
      'kube_deployment_spec_replicas{deployment="shop", namespace="web"}': stands(4),
    },
  },
  "kubernetes-hpa-limit": {
    with: { hpa: "shop", namespace: "web" },
    share: 1,
    bad: {
      'kube_horizontalpodautoscaler_status_current_replicas{horizontalpodautoscaler="shop", namespace="web"}':
        stands(10),
      'kube_horizontalpodautoscaler_spec_max_replicas{horizontalpodautoscaler="shop", namespace="web"}':
        stands(10),
    },
    good: {
      'kube_horizontalpodautoscaler_status_current_replicas{horizontalpodautoscaler="shop", namespace="web"}':
        stands(9),
      'kube_horizontalpodautoscaler_spec_max_replicas{horizontalpodautoscaler="shop", namespace="web"}':
        stands(10),
    },
  },
  "kubernetes-cronjob": {
    with: { cronjob: "bills", namespace: "web", maxAge: "600" },
    ...age('kube_cronjob_status_last_successful_time{cronjob="bills", namespace="web"}'),
  },
  "postgresql-transactions": {
    with: { database: "shop" },
    share: 0.1,
    bad: {
      'pg_stat_database_xact_rollback{datname="shop"}': grows(3),
      'pg_stat_database_xact_commit{datname="shop"}': grows(27),
    },
    good: {
      'pg_stat_database_xact_rollback{datname="shop"}': grows(0),
      'pg_stat_database_xact_commit{datname="shop"}': grows(27),
    },
  },
  "mysql-connections": {
    with: { instance: "db" },
    share: 0.1,
    bad: {
      'mysql_global_status_aborted_connects{instance="db"}': grows(3),
      'mysql_global_status_connections{instance="db"}': grows(30),
    },
    good: {
      'mysql_global_status_aborted_connects{instance="db"}': grows(0),
      'mysql_global_status_connections{instance="db"}': grows(30),
    },
  },
  "redis-connections": {
    with: { instance: "db" },
    share: 0.1,
    bad: {
      'redis_rejected_connections_total{instance="db"}': grows(3),
      'redis_connections_received_total{instance="db"}': grows(27),
    },
    good: {
      'redis_rejected_connections_total{instance="db"}': grows(0),
      'redis_connections_received_total{instance="db"}': grows(27),
    },
  },
  "kafka-consumer-lag": {
    with: { group: "bills" },
    share: 1,
    bad: {
      'kafka_consumergroup_lag{consumergroup="bills", topic="a", partition="0"}': stands(600),
      'kafka_consumergroup_lag{consumergroup="bills", topic="a", partition="1"}': stands(600),
    },
    good: {
      'kafka_consumergroup_lag{consumergroup="bills", topic="a", partition="0"}': stands(600),
      'kafka_consumergroup_lag{consumergroup="bills", topic="a", partition="1"}': stands(400),
    },
  },
  "rabbitmq-queue": {
    with: { queue: "mails" },
    ...level('rabbitmq_queue_messages_ready{queue="mails", vhost="/"}', 1001, 1000),
  },
  "batch-freshness": {
    with: { job: "report", maxAge: "600" },
    ...age('batch_last_success_timestamp_seconds{job="report"}'),
  },
  "resilience4j-calls": {
    with: { name: "db" },
    share: 0.1,
    bad: {
      'resilience4j_circuitbreaker_calls_seconds_count{name="db", kind="failed"}': grows(1),
      'resilience4j_circuitbreaker_calls_seconds_count{name="db", kind="successful"}': grows(27),
      'resilience4j_circuitbreaker_not_permitted_calls_total{name="db", kind="not_permitted"}': grows(2),
    },
    good: {
      'resilience4j_circuitbreaker_calls_seconds_count{name="db", kind="successful"}': grows(27),
      'resilience4j_circuitbreaker_calls_seconds_count{name="db", kind="failed"}': grows(0),
    },
  },
  "resilience4j-breaker": {
    with: { name: "db" },
    share: 1,
    bad: {
      'resilience4j_circuitbreaker_state{name="db", state="open"}': stands(1),
      'resilience4j_circuitbreaker_state{name="db", state="closed"}': stands(0),
    },
    good: {
      'resilience4j_circuitbreaker_state{name="db", state="open"}': stands(0),
      'resilience4j_circuitbreaker_state{name="db", state="closed"}': stands(1),
    },
  },
  "prometheus-rules": {
    with: {},
    share: 0.1,
    bad: {
      'prometheus_rule_evaluation_failures_total{job="prometheus"}': grows(3),
      'prometheus_rule_evaluations_total{job="prometheus"}': grows(30),
    },
    good: {
      'prometheus_rule_evaluation_failures_total{job="prometheus"}': grows(0),
      'prometheus_rule_evaluations_total{job="prometheus"}': grows(30),
    },
  },
  "prometheus-targets": {
    with: { job: "shop" },
    share: 0.5,
    bad: { 'up{job="shop", instance="a"}': stands(0), 'up{job="shop", instance="b"}': stands(1) },
    good: { 'up{job="shop", instance="a"}': stands(1), 'up{job="shop", instance="b"}': stands(1) },
  },
};
