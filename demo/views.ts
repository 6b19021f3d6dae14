import { nights } from "./history/changes.ts";

/** Asks the demo's own API, `/api/v1/` before the path. */
export type Ask = <Body>(path: string) => Promise<Body>;

/** Where a view stands, or how it is found in a demo that runs. */
type Place = string | ((ask: Ask) => Promise<string>);

/**
 * The views of the web page, by the name of their picture. Pictures are taken of each, and tests go through all of
 * them: no errors, no request elsewhere, nothing in the way of people who use a keyboard or a screen reader.
 */
export const views: Readonly<Record<string, Place>> = {
  overview: "/",
  slo: "/slos/checkout.availability.production",
  "slo-groups": "/slos/payments.availability.production",
  service: "/services/payments",
  gate: "/gate?service=payments&environment=production&change=feature&sha=4f2a91c",
  decision: async (ask) => `/gate/decisions/${await firstOf(ask, "gate/decisions")}?look=diff`,
  "exception-request": "/exceptions/new?service=payments&environment=production&change=feature&sha=4f2a91c",
  exceptions: "/exceptions",
  exception: async (ask) => `/exceptions/${await firstOf(ask, "exceptions")}`,
  "exception-edit": async (ask) => `/exceptions/${await firstOf(ask, "exceptions")}/edit`,
  maintenance: "/windows",
  "maintenance-window": async (ask) => `/windows/${await firstOf(ask, "windows?state=pending")}`,
  "maintenance-edit": async (ask) => `/windows/${await firstOf(ask, "windows?state=pending")}/edit`,
  "maintenance-request": "/windows/new",
  calendar: "/calendar",
  "calendar-week": `/calendar?view=week&from=${new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)}`,
  incidents: "/incidents",
  "incident-new": "/incidents/new",
  incident: async (ask) =>
    `/incidents/${await idOf(ask, "incidents?service=payments", ({ title }) => title === nights[0].title)}`,
  alerts: "/alerts?slo=bookshop.buy.production",
  journeys: "/journeys",
  journey: "/journeys/buy-a-book",
  corrections: "/corrections",
  correction: async (ask) => `/corrections/${await firstOf(ask, "corrections")}`,
  "correction-request": "/corrections/new",
  loosenings: "/loosenings",
  loosening: async (ask) => `/loosenings/${await firstOf(ask, "loosenings")}`,
  experiments: "/experiments",
  experiment: async (ask) => `/experiments/${await firstOf(ask, "experiments")}`,
  "experiment-request": "/experiments/new",
  audit: "/audit",
  "audit-entry": "/audit/1",
  people: "/people",
};

const idOf = async (
  ask: Ask,
  path: string,
  isMeant: (item: { id: string; title?: string }) => boolean,
): Promise<string> =>
  (await ask<{ items: { id: string; title?: string }[] }>(path)).items.find(isMeant)?.id ?? "none";

const firstOf = async (ask: Ask, path: string): Promise<string> =>
  (await ask<{ items: { id: string }[] }>(path)).items[0]?.id ?? "none";

/** The path of each view in the demo at `url`, asked with somebody's token. */
export async function placesOf(url: string, token: string): Promise<readonly (readonly [string, string])[]> {
  const ask: Ask = async <Body>(path: string) => {
    const answer = await fetch(`${url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return (await answer.json()) as Body;
  };
  return Promise.all(
    Object.entries(views).map(
      async ([name, place]) => [name, typeof place === "string" ? place : await place(ask)] as const,
    ),
  );
}
