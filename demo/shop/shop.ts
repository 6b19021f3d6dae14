import { catalogue, type ServiceName } from "./catalogue.ts";
import { browsers, buyers, startLoad, type Load } from "./load.ts";
import { startService, type ShopService } from "./service.ts";
import { database } from "./database.ts";
import { checkout, payments, search } from "./trades.ts";

export interface ShopSettings {
  host: string;
  /** Ports by service; 0 takes a free one. Services not named are not started. */
  ports: Readonly<Partial<Record<ServiceName, number>>>;
  /** Where checkout finds payments, and payments and search the database, when those do not run here. */
  paymentsUrl?: string;
  databaseUrl?: string;
}

export interface Shop {
  services: readonly ShopService[];
  url(name: ServiceName): string | undefined;
  close(): Promise<void>;
}

/** Opens the services asked for, those first whose address others need. */
export async function openShop({ host, ports, paymentsUrl, databaseUrl }: ShopSettings): Promise<Shop> {
  const services: ShopService[] = [];
  const url = (name: ServiceName): string | undefined =>
    services.find((service) => service.name === name)?.url;
  const close = async (): Promise<void> => {
    await Promise.all(services.map((service) => service.close()));
  };
  const usual = (name: ServiceName): string => `http://127.0.0.1:${catalogue[name].port}`;
  const data = (): string => url("database") ?? databaseUrl ?? usual("database");
  const trades = {
    database,
    payments: () => payments(data()),
    search: () => search(data()),
    checkout: () => checkout(url("payments") ?? paymentsUrl ?? usual("payments")),
  };
  try {
    for (const name of ["database", "payments", "search", "checkout"] as const) {
      const port = ports[name];
      if (port !== undefined) services.push(await startService(trades[name](), { host, port }));
    }
    return { services, url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Customers for the services that are open; `busyness` scales their usual rates. */
export function openDoors(shop: Shop, busyness: number): Load {
  const [orders, searches] = [shop.url("checkout"), shop.url("search")];
  return startLoad([
    ...(orders === undefined ? [] : [buyers(orders, busyness * catalogue.checkout.perSecond)]),
    ...(searches === undefined ? [] : [browsers(searches, busyness * catalogue.search.perSecond)]),
  ]);
}
