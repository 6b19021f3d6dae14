import { defaultEnvironmentName } from "../../src/model/definitions.ts";
import type { Ink } from "../../src/cli/terminal/ink.ts";
import { formatSpan } from "../../src/model/wording.ts";
import { ongoing } from "../history/story.ts";
import type { DemoOptions } from "../options.ts";
import type { Scene } from "../scene.ts";
import type { Stack } from "../stack/stack.ts";
import type { View } from "./frame.ts";
import { lookAt } from "./look.ts";

/** Everything there is to see, each time it is asked; time counts from the first. */
export function openView(
  stack: Stack,
  { slos }: Scene,
  { lasting, restartAfter }: DemoOptions,
  ink: Ink,
): () => Promise<View> {
  const began = performance.now();
  const look = lookAt(stack.server.url, slos, ink);
  return async () => {
    const running = (performance.now() - began) / 1_000;
    const [status, gate] = await Promise.all([look.status(), look.gate()]);
    return {
      running,
      ...(lasting === undefined ? {} : { left: Math.max(0, lasting - running) }),
      status,
      gate,
      notices: stack.pager.notices(),
      events: stack.supervisor.events(),
      addresses: addresses(stack),
      hints: hints(stack, restartAfter),
    };
  };
}

const addresses = ({ server, prometheus, alertmanager, shop, bookshop }: Stack): View["addresses"] => [
  {
    name: "nines",
    url: server.url,
    note: `the page; also /api/v1/slos, /api/v1/gate, /metrics, /readyz, /openapi.json`,
  },
  { name: "Prometheus", url: prometheus.url, note: `pid ${prometheus.pid()}` },
  { name: "Alertmanager", url: alertmanager.url, note: "" },
  ...shop.services.map(({ name, url }) => ({ name, url, note: "/metrics, /faults" })),
  { name: "bookshop", url: bookshop.url, note: "a page, /faults; watched by the journey buy-a-book" },
];

function hints({ server, prometheus, shop, bookshop }: Stack, restartAfter: number): string[] {
  const burning = ongoing.service;
  const json = "-H 'content-type: application/json'";
  const faults = `${json} ${shop.url(burning)}/faults`;
  return [
    `export NINES_SERVER=${server.url}`,
    `./bin/nines gate --service ${burning} --environment ${defaultEnvironmentName} --change feature`,
    `./bin/nines explain ${burning}.availability`,
    `curl -X POST ${faults} -d '{"errorRatio": 0}'    # repair ${burning}`,
    `curl -X POST ${json} ${bookshop.url}/faults -d '{"neverVerified": true}'    # no counter sees it, a journey does`,
    `curl -X POST ${json} ${shop.url("database")}/faults -d '{"latencyMs": 400}'    # a slow database, seen before its callers ail`,
    `kill -9 ${prometheus.pid()}    # nines without Prometheus; it comes back after ${formatSpan(restartAfter)}`,
  ];
}
