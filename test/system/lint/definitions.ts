const requests = (code: string, total = "") =>
  `{ ratio: { bad: 'requests_total{job="shop", ${code}}', total: 'requests_total{job="shop"${total}}' } }`;
const latency = (name: string, rest: string) => `{ latency: { histogram: '${name}{job="shop"}', ${rest} } }`;

interface Written {
  name: string;
  sli: string;
  more?: readonly string[];
}

const slo = ({ name, sli, more = [] }: Written): string =>
  [
    `    - name: ${name}`,
    "      objective: 99.9%",
    `      sli: ${sli}`,
    ...more.map((line) => `      ${line}`),
  ].join("\n");

/** One SLO for each thing that data can show, and some with which nothing is wrong. */
export const definitions = `apiVersion: nines/v1
kind: Defaults
metadata: { name: all }
spec: { scrapeInterval: 15s, window: 14d }
---
apiVersion: nines/v1
kind: Service
metadata: { name: shop, owner: team-shop }
spec:
  alerting: { runbook: https://runbooks.example/shop }
  slos:
${[
  slo({ name: "sound", sli: requests('code="404"'), more: ["groupBy: [zone]"] }),
  slo({ name: "sound-native", sli: latency("native_seconds", "type: native, threshold: 250ms") }),
  slo({
    name: "sound-age",
    sli: `{ threshold: { metric: 'queue_age{job="shop"}', operator: "<", value: 5m } }`,
  }),
  slo({ name: "misspelt", sli: `{ ratio: { bad: 'request_total{code="404"}', total: request_total } }` }),
  slo({ name: "mislabelled", sli: requests('code="404", verb="GET"', ', verb="GET"') }),
  slo({ name: "unborn", sli: requests('code=~"5.."') }),
  slo({ name: "ungrouped", sli: requests('code="404"'), more: ["groupBy: [region]"] }),
  slo({ name: "above", sli: requests('code="404"', ', code="200"') }),
  slo({ name: "between", sli: latency("classic_seconds", "threshold: 300ms") }),
  slo({ name: "undeclared", sli: latency("native_seconds", "threshold: 250ms") }),
  slo({ name: "not-native", sli: latency("classic_seconds", "type: native, threshold: 250ms") }),
  slo({ name: "estimated", sli: latency("native_seconds", "type: native, threshold: 300ms") }),
  slo({ name: "slow", sli: requests('code="404"'), more: ["scrapeInterval: 1m"] }),
  slo({ name: "long", sli: requests('code="404"'), more: ["window: 30d"] }),
].join("\n")}
`;
