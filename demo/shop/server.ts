import { catalogue, isServiceName, serviceNames, type ServiceName } from "./catalogue.ts";
import { openStorefront } from "../storefront/storefront.ts";
import { openDoors, openShop } from "./shop.ts";

const bookshopPort = 8084;

const help = `The sample shop: checkout, payments, search and a database, each an HTTP service with Prometheus metrics.

  node demo/shop/server.ts

  SHOP_SERVICE   one of ${serviceNames.join(", ")}; all of them and the bookshop in one process without it
  SHOP_LISTEN    address to listen on (127.0.0.1)
  SHOP_PORT      port of the one service of SHOP_SERVICE (8081, 8082, 8083, 8085)
  SHOP_PAYMENTS  where checkout finds payments when it runs alone (http://127.0.0.1:8082)
  SHOP_DATABASE  where payments and search find the database when they run alone (http://127.0.0.1:8085)
  SHOP_LOAD      customers: 1 is the usual load, 0 none (0)

The bookshop listens on ${bookshopPort}: a page for people, the path that the journey buy-a-book takes, and /faults.

Each service:  GET /metrics  /healthz  /faults
               POST /faults  {"errorRatio": 0.05}  {"latencyMs": 400}  {"outage": true}  {"restart": true}
               {"region": "eu"} confines faults of payments to a region; null lifts that
`;

function portsOf(
  service: string | undefined,
  port: string | undefined,
): Partial<Record<ServiceName, number>> {
  if (service === undefined || service === "all")
    return Object.fromEntries(serviceNames.map((name) => [name, catalogue[name].port]));
  if (!isServiceName(service)) throw new Error(`SHOP_SERVICE is one of ${serviceNames.join(", ")}`);
  return { [service]: number("SHOP_PORT", port, catalogue[service].port) };
}

function number(name: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined || text === "" ? otherwise : Number(text);
  if (!(value >= 0)) throw new Error(`${name} is a number, 0 or more`);
  return value;
}

async function main(): Promise<void> {
  const { SHOP_SERVICE, SHOP_LISTEN, SHOP_PORT, SHOP_PAYMENTS, SHOP_DATABASE, SHOP_LOAD } = process.env;
  const ports = portsOf(SHOP_SERVICE, SHOP_PORT);
  const load = number("SHOP_LOAD", SHOP_LOAD, 0);
  const shop = await openShop({
    host: SHOP_LISTEN ?? "127.0.0.1",
    ports,
    ...(SHOP_PAYMENTS === undefined ? {} : { paymentsUrl: SHOP_PAYMENTS }),
    ...(SHOP_DATABASE === undefined ? {} : { databaseUrl: SHOP_DATABASE }),
  });
  for (const { name, url } of shop.services) process.stdout.write(`${name} on ${url}\n`);
  const host = SHOP_LISTEN ?? "127.0.0.1";
  const bookshop =
    Object.keys(ports).length > 1 ? await openStorefront({ host, port: bookshopPort }) : undefined;
  if (bookshop !== undefined) process.stdout.write(`bookshop on ${bookshop.url}\n`);
  const doors = load > 0 ? openDoors(shop, load) : undefined;
  const close = async (): Promise<void> => {
    await doors?.stop();
    await bookshop?.close();
    await shop.close();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void close());
}

if (process.argv.includes("--help")) process.stdout.write(help);
else
  await main().catch((error: unknown) => {
    process.stderr.write(`shop: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  });
