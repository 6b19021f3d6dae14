import { addressOf, json, startDemo } from "../../kit/demo.ts";
import type { DemoPeopleBody } from "../../src/http/schemas/demo.ts";
import type { Started } from "./lazy.ts";

/** The demo that all tests of the page and of the boards look at. What they change there bears names of their own. */
export interface SharedDemo {
  readonly nines: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  /** Addresses of the shop's services, which take faults. */
  readonly shop: Readonly<Record<"checkout" | "payments" | "search" | "database" | "bookshop", string>>;
  /** Tokens of those who play in it: alice asks, bob approves for the owners, carol for SRE and is an admin. */
  readonly people: Readonly<Record<"alice" | "bob" | "carol", string>>;
}

const shopOn = (said: RegExpExecArray, bookshop: string): SharedDemo["shop"] => {
  const ports = [...said[1]!.matchAll(/(\w+) on (\d+)/g), [, "bookshop", bookshop]] as const;
  return Object.fromEntries(
    ports.map(([, name, port]) => [name, `http://127.0.0.1:${port}`]),
  ) as SharedDemo["shop"];
};

async function peopleOf(nines: string): Promise<SharedDemo["people"]> {
  const { items } = await json<DemoPeopleBody>(`${nines}/api/v1/demo/people`);
  return Object.fromEntries(
    items.map(({ subject, token }) => [subject.split("@", 1)[0], token]),
  ) as SharedDemo["people"];
}

/** `npm run demo` itself, looking at its Prometheus every two seconds so that tests wait less. */
export async function startSharedDemo(): Promise<Started> {
  const demo = startDemo("--cycle", "2s");
  const nines = await addressOf(demo, "nines");
  const [, bookshop = ""] = await demo.says(/bookshop .*open on (\d+)/);
  const facts: SharedDemo = {
    nines,
    prometheus: await addressOf(demo, "Prometheus"),
    alertmanager: await addressOf(demo, "Alertmanager"),
    shop: shopOn(await demo.says(/shop +[\d.]+ s +(.*)/), bookshop),
    people: await peopleOf(nines),
  };
  const stop = async (): Promise<void> => {
    demo.signal("SIGTERM");
    await demo.gone;
  };
  return { facts, stop };
}
