/** Databases, queues and batches. */
export const data: readonly string[] = [
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: postgresql-transactions }
spec:
  description: Transactions of a PostgreSQL database that were committed
  notes: >-
    Reads postgres_exporter. A rollback is bad whoever asked for it: applications that roll back on purpose need
    another SLI.
  parameters:
    database: { type: text, description: "datname", example: shop }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    ratio:
      bad: 'rate(pg_stat_database_xact_rollback{datname="{{database}}", {{matchers}}}[$window])'
      total: 'rate(pg_stat_database_xact_commit{datname="{{database}}", {{matchers}}}[$window]) + rate(pg_stat_database_xact_rollback{datname="{{database}}", {{matchers}}}[$window])'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: mysql-connections }
spec:
  description: Connections to MySQL that were not aborted
  notes: >-
    Reads mysqld_exporter. Aborted connects are those refused or broken before a session: wrong passwords,
    limits, network.
  parameters:
    instance: { type: text, description: "The instance label", example: mysql:9104 }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    ratio:
      bad: 'rate(mysql_global_status_aborted_connects{instance="{{instance}}", {{matchers}}}[$window])'
      total: 'rate(mysql_global_status_connections{instance="{{instance}}", {{matchers}}}[$window])'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: redis-connections }
spec:
  description: Connections to Redis that were not refused for lack of room
  notes: >-
    Reads redis_exporter. Redis counts the refused ones apart from those it received.
  parameters:
    instance: { type: text, description: "The instance label", example: redis:9121 }
    matchers: { type: matchers, description: "Further matchers", default: "" }
  sli:
    ratio:
      bad: 'rate(redis_rejected_connections_total{instance="{{instance}}", {{matchers}}}[$window])'
      total: 'rate(redis_connections_received_total{instance="{{instance}}", {{matchers}}}[$window]) + rate(redis_rejected_connections_total{instance="{{instance}}", {{matchers}}}[$window])'
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: kafka-consumer-lag }
spec:
  description: Time that a Kafka consumer group kept up
  notes: >-
    Reads kafka_exporter. One event is one second; a second is bad while all partitions together lag by more
    than maxLag messages.
  parameters:
    group: { type: text, description: "The consumer group", example: invoices }
    topic: { type: regex, description: "Topics", default: ".+" }
    maxLag: { type: number, description: "Messages behind, all partitions together", default: 1000 }
  sli:
    threshold:
      metric: 'kafka_consumergroup_lag{consumergroup="{{group}}", topic=~"{{topic}}"}'
      operator: "<="
      value: "{{maxLag}}"
      across: sum
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: rabbitmq-queue }
spec:
  description: Time that a RabbitMQ queue was no longer than it may be
  notes: >-
    Reads the Prometheus plugin with per-object metrics. One event is one second; a second is bad while more
    than maxReady messages wait.
  parameters:
    queue: { type: text, description: "The queue", example: mails }
    vhost: { type: regex, description: "Its virtual host", default: ".*" }
    maxReady: { type: number, description: "Messages that wait", default: 1000 }
  sli:
    threshold:
      metric: 'rabbitmq_queue_messages_ready{queue="{{queue}}", vhost=~"{{vhost}}"}'
      operator: "<="
      value: "{{maxReady}}"
      across: sum
`,
  String.raw`apiVersion: nines/v1
kind: SliTemplate
metadata: { name: batch-freshness }
spec:
  description: Time that a batch was no older than it may be
  notes: >-
    For any job that exports the Unix time of its last success, through a Pushgateway or a file. One event is
    one second; a second is bad once that is more than maxAge seconds ago.
  parameters:
    metric: { type: metric, description: "Gauge of the last success in seconds since 1970", default: batch_last_success_timestamp_seconds }
    job: { type: text, description: "The job label", example: nightly-report }
    maxAge: { type: number, description: "Seconds since the last success", default: 90000 }
  sli:
    errorRatio: 'avg_over_time((time() - max({{metric}}{job="{{job}}"}) > bool {{maxAge}})[$window:30s])'
`,
];
