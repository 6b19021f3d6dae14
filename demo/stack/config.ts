import type { PrometheusConfig } from "../../kit/prometheus.ts";
import { instanceOf } from "../history/counters.ts";
import { office, prober } from "../history/probes.ts";
import type { Scene } from "../scene.ts";
import type { ShopService } from "../shop/service.ts";

/** Scrapes of the shop; the labels are those of the prepared history, so that its series go on. */
export const scrapeConfig = (
  services: readonly Pick<ShopService, "name" | "port">[],
  { scrapeInterval, targetLabels }: Pick<Scene, "scrapeInterval" | "targetLabels">,
  probers: { nines?: number; prober?: number } = {},
): PrometheusConfig => {
  const place = (instance: string, port: number) => ({
    targets: [`127.0.0.1:${port}`],
    labels: { instance, ...targetLabels },
  });
  const places = [
    ...(probers.nines === undefined ? [] : [place(prober.instance, probers.nines)]),
    ...(probers.prober === undefined ? [] : [place(office.instance, probers.prober)]),
  ];
  return {
    global: { scrape_interval: `${scrapeInterval}s`, evaluation_interval: "30s" },
    scrape_configs: [
      ...services.map(({ name, port }) => ({
        job_name: name,
        static_configs: [place(instanceOf(name), port)],
      })),
      // What nines says of single groups must not be pushed aside by labels of the target.
      ...(places.length === 0 ? [] : [{ job_name: prober.job, static_configs: places, honor_labels: true }]),
    ],
  };
};

/** What only the server's configuration may say: where journeys go, and who may see the customer's password. */
export const ninesConfig = (bookshopUrl: string, peopleFile?: string): string => {
  const { host, hostname } = new URL(bookshopUrl);
  return JSON.stringify({
    journeyTargets: [host],
    journeyNetworks: ["loopback"],
    journeySecrets: { [passwordVariable]: [hostname] },
    journeyVariables: { shop: bookshopUrl },
    ...(peopleFile !== undefined && { demoPeople: peopleFile }),
  });
};
export const passwordVariable = "NINES_SECRET_BOOKSHOP_PASSWORD";

/** Before the history is written nothing may be scraped: an empty TSDB takes the past only before the present. */
export const idleConfig: PrometheusConfig = { global: { scrape_interval: "1m" } };

/** Where nines is told of alerts; Alertmanager reads the token when it tells the first. */
export interface HeardBy {
  url: string;
  tokenFile: string;
}

const toNines = ({ url, tokenFile }: HeardBy) => ({
  name: "nines",
  webhook_configs: [
    {
      ...{ url: `${url}/api/v1/alertmanager`, send_resolved: true, max_alerts: 0 },
      http_config: { authorization: { type: "Bearer", credentials_file: tokenFile } },
    },
  ],
});

/**
 * What an organisation would already have: receivers for its teams. Here they all ring at the demo's own pager, and
 * do so at once, because nobody wants to wait for the half minute that real teams are given to group alerts.
 */
export function alertmanagerBase(owners: readonly string[], pagerUrl: string, nines: HeardBy): string {
  const receiver = (name: string) => ({
    name,
    webhook_configs: [{ url: `${pagerUrl}/${name}`, send_resolved: true }],
  });
  const route = { receiver: "everyone", group_wait: "1s", group_interval: "10s", repeat_interval: "4h" };
  // JSON is YAML.
  return JSON.stringify(
    {
      route: {
        ...{ ...route, group_by: ["alertname", "slo_id"] },
        // First, and going on: what pages a team, and what it gets a ticket for, is told to nines as well.
        routes: [
          {
            ...{ receiver: "nines", continue: true, group_wait: "1s", group_interval: "10s" },
            ...{ matchers: ['slo_id=~".+"', 'severity=~"page|ticket"'] },
            group_by: ["slo_service", "slo_environment"],
          },
        ],
      },
      receivers: [
        ...["everyone", ...owners.flatMap((owner) => [`${owner}-page`, owner])].map(receiver),
        toNines(nines),
      ],
    },
    undefined,
    2,
  );
}
