import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { catalogue, serviceNames } from "../../demo/shop/catalogue.ts";
import { decodeSettings } from "../../src/config/decode.ts";
import { runNines } from "../../kit/nines.ts";
import { runProgram } from "../../kit/processes.ts";
import { repository } from "../../kit/tools.ts";
import { fileText, flag, mountsOf, portOf, readCompose, yamlOf } from "./compose.ts";

const compose = readCompose();
const { nines, shop, prometheus, alertmanager, grafana } = compose.services;
const services = Object.entries(compose.services);

/** Where each service listens inside its container. */
const listening: Readonly<Record<string, readonly number[]>> = {
  nines: [Number(flag(nines!.command!, "listen")?.split(":").at(-1))],
  shop: [...serviceNames.map((name) => catalogue[name].port), 8084].sort(),
  prometheus: [9090],
  alertmanager: [9093],
  grafana: [3000],
};

describe("docker compose", () => {
  it("brings Prometheus, Alertmanager, Grafana, the shop and nines", () => {
    expect(Object.keys(compose.services).sort()).toEqual([
      "alertmanager",
      "grafana",
      "nines",
      "prometheus",
      "shop",
    ]);
  });

  it("pins every image to a version", () => {
    const loose = services.filter(([, { image }]) => !/:v?\d+\.\d+\.\d+$/.test(image));
    expect(loose).toEqual([]);
  });

  it("publishes on 127.0.0.1 alone, each port once", () => {
    const ports = services.flatMap(([, service]) => service.ports.map(portOf));
    expect(ports.map(({ host }) => host)).toEqual(ports.map(() => "127.0.0.1"));
    expect(new Set(ports.map(({ outside }) => outside)).size).toBe(ports.length);
  });

  it.each(services)("publishes the ports that %s listens on", (name, service) => {
    expect(service.ports.map((text) => portOf(text).inside)).toEqual(listening[name]);
  });

  it.each(services)("mounts into %s only what is there, and the repository read-only", (_, service) => {
    for (const { source, mode } of mountsOf(service)) {
      if (source.startsWith("./")) {
        expect([source, existsSync(join(repository, source))]).toEqual([source, true]);
        expect([source, mode]).toEqual([source, "ro"]);
      } else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });

  it("waits only for services that say when they are healthy", () => {
    for (const [, { depends_on = {} }] of services) {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        expect(condition).toBe("service_healthy");
        expect(compose.services[name]?.healthcheck?.test[0]).toBe("CMD");
      }
    }
  });
});

describe("the nines of docker compose", () => {
  let help: string;
  beforeAll(async () => {
    help = (await runNines(["serve", "--help"])).output;
  });

  it("is given only flags that nines serve has", () => {
    const flags = nines!.command!.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0]!);
    expect(nines!.command![0]).toBe("serve");
    expect(flags.filter((name) => !new RegExp(`${name}\\b`).test(help))).toEqual([]);
  });

  it("reads the mounted slos/, keeps its journal on the volume, and asks the Prometheus beside it", () => {
    const at = Object.fromEntries(mountsOf(nines!).map(({ source, target }) => [source, target]));
    expect(flag(nines!.command!, "slos")).toBe(at["./slos"]);
    expect(flag(nines!.command!, "data")).toBe(at["nines-data"]);
    expect(flag(nines!.command!, "prometheus")).toBe(`http://prometheus:${listening.prometheus![0]}`);
  });
});

describe("the journeys of docker compose", () => {
  const text = fileText("deploy/nines.yaml");
  const { targets, secrets, shopUrl } = {
    targets: (yamlOf("deploy/nines.yaml") as { journeyTargets: string[] }).journeyTargets,
    secrets: (yamlOf("deploy/nines.yaml") as { journeySecrets: Record<string, string[]> }).journeySecrets,
    shopUrl: (yamlOf("deploy/nines.yaml") as { journeyVariables: { shop: string } }).journeyVariables.shop,
  };

  it("have a configuration that nines serve reads", () => {
    const read = decodeSettings({ flags: {}, environment: {}, file: { path: "/etc/nines.yaml", text } });
    expect(read).toMatchObject({ ok: true, settings: { journeys: { rules: { hosts: ["shop:8084"] } } } });
    const at = Object.fromEntries(mountsOf(nines!).map(({ source, target }) => [source, target]));
    expect(flag(nines!.command!, "config")).toBe(at["./deploy/nines.yaml"]);
  });

  it("reach the bookshop beside it, and hold each secret that slos/ asks for", () => {
    expect(targets).toEqual([new URL(shopUrl).host]);
    expect(listening.shop).toContain(Number(new URL(shopUrl).port));
    const asked = [...fileText("slos/bookshop.yaml").matchAll(/env: (NINES_SECRET_\w+)/g)].map(
      ([, name]) => name,
    );
    expect(Object.keys(secrets)).toEqual(asked);
    expect(Object.keys(nines!.environment!)).toEqual(asked);
  });

  it("are scraped with the labels that the environment production matches on", () => {
    const { scrape_configs } = yamlOf("deploy/prometheus.yml") as PrometheusFile;
    const job = scrape_configs.find(({ job_name }) => job_name === "nines");
    expect(job?.static_configs[0]?.labels).toEqual(matchersOfProduction());
  });
});

describe("the shop of docker compose", () => {
  it("runs a file that is there, with settings it knows", async () => {
    const [program, file] = shop!.entrypoint!;
    expect([program, existsSync(join(repository, file!))]).toEqual(["node", true]);
    const { stdout } = await runProgram(process.execPath, [join(repository, file!), "--help"]);
    expect(Object.keys(shop!.environment!).filter((name) => !stdout.includes(name))).toEqual([]);
  });

  it("is healthy when each of its services answers", () => {
    const [, program, script, ...urls] = shop!.healthcheck!.test;
    expect([program, existsSync(join(repository, script!))]).toEqual(["node", true]);
    expect(urls).toEqual(listening.shop!.map((port) => `http://127.0.0.1:${port}/healthz`));
  });
});

interface PrometheusFile {
  readonly rule_files: readonly string[];
  readonly alerting: {
    readonly alertmanagers: readonly { static_configs: readonly { targets: string[] }[] }[];
  };
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly static_configs: readonly {
      readonly targets: string[];
      readonly labels?: Record<string, string>;
    }[];
  }[];
}

interface Definition {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly matchers?: Readonly<Record<string, string>> };
}

const matchersOfProduction = () => {
  const definitions = parseAllDocuments(fileText("slos/shop.yaml")).map((one) => one.toJS() as Definition);
  return definitions.find(({ kind, metadata }) => kind === "Environment" && metadata.name === "production")
    ?.spec.matchers;
};

describe("the Prometheus of docker compose", () => {
  const file = yamlOf("deploy/prometheus.yml") as PrometheusFile;
  const targets = file.scrape_configs.flatMap((job) =>
    job.static_configs.map(({ targets: [target], labels }) => ({ job: job.job_name, target, labels })),
  );

  it("reads the mounted configuration and the rules that nines compile wrote", () => {
    const at = Object.fromEntries(mountsOf(prometheus!).map(({ source, target }) => [source, target]));
    expect(flag(prometheus!.command!, "config.file")).toBe(at["./deploy/prometheus.yml"]);
    const environments = readdirSync(join(repository, "generated/rules"));
    expect(file.rule_files).toEqual(environments.map((name) => `${at["./generated/rules"]}/${name}/*.yaml`));
    expect(flag(prometheus!.command!, "storage.tsdb.path")).toBe(at["prometheus-data"]);
  });

  it("scrapes every service of the shop under the job its SLOs select, and nines itself", () => {
    expect(targets.map(({ job, target }) => [job, target])).toEqual([
      ...serviceNames.map((name) => [name, `shop:${catalogue[name].port}`]),
      ["nines", `nines:${listening.nines![0]}`],
    ]);
  });

  it("keeps the labels of nines' own series, so that the mask of one group stays that group's", () => {
    const job = file.scrape_configs.find(({ job_name }) => job_name === "nines");
    expect(job).toMatchObject({ honor_labels: true });
  });

  it("gives the shop's series the labels that the environment production matches on", () => {
    const labels = targets.filter(({ job }) => job !== "nines").map((target) => target.labels);
    expect(labels).toEqual(labels.map(() => matchersOfProduction()));
  });

  it("sends alerts to the Alertmanager beside it", () => {
    expect(file.alerting.alertmanagers[0]?.static_configs[0]?.targets).toEqual(["alertmanager:9093"]);
    expect(flag(nines!.command!, "alertmanager")).toBe("http://alertmanager:9093");
    const at = Object.fromEntries(mountsOf(alertmanager!).map(({ source, target }) => [source, target]));
    expect(flag(alertmanager!.command!, "config.file")).toBe(at["./generated/alertmanager.yaml"]);
  });

  it("keeps more than the longest window of an SLO", () => {
    expect(
      Number(flag(prometheus!.command!, "storage.tsdb.retention.time")?.replace("d", "")),
    ).toBeGreaterThan(90);
  });
});

describe("the Grafana of docker compose", () => {
  it("has the Prometheus beside it as its data source", () => {
    expect(yamlOf("deploy/grafana/datasources/prometheus.yaml")).toMatchObject({
      datasources: [{ type: "prometheus", url: "http://prometheus:9090" }],
    });
    expect(mountsOf(grafana!)[0]).toMatchObject({
      source: "./deploy/grafana/datasources",
      target: "/etc/grafana/provisioning/datasources",
    });
  });

  it("takes the boards that nines compile wrote into a folder of their own, and begins with the overview", () => {
    const at = Object.fromEntries(mountsOf(grafana!).map(({ source, target }) => [source, target]));
    const [file] = readdirSync(join(repository, "deploy/grafana/dashboards"));
    const { providers } = yamlOf(`deploy/grafana/dashboards/${file}`) as {
      providers: readonly { type: string; folder: string; options: { path: string } }[];
    };
    expect(at["./deploy/grafana/dashboards"]).toBe("/etc/grafana/provisioning/dashboards");
    expect(providers).toMatchObject([
      { type: "file", folder: "nines", options: { path: at["./generated/dashboards"] } },
    ]);
    const home = grafana!.environment!.GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH!;
    expect(
      existsSync(join(repository, home.replace(at["./generated/dashboards"]!, "generated/dashboards"))),
    ).toBe(true);
  });

  it("has boards whose links to nines lead to where it publishes it", () => {
    const { outside } = portOf(nines!.ports[0]!);
    for (const name of readdirSync(join(repository, "generated/dashboards")))
      expect(fileText(`generated/dashboards/${name}`)).toContain(`"query": "http://127.0.0.1:${outside}"`);
  });
});
