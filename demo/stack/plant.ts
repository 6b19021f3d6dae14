import { createHash } from "node:crypto";
import { changes, nights } from "../history/changes.ts";
import { missed, oldPages, type OldPage, opinions } from "../history/pages.ts";
import { plantCases } from "./cases.ts";
import type { Tokens } from "./people.ts";
import { windowsAhead } from "./plans.ts";
import { sender, type Telling } from "./telling.ts";

interface Occasion {
  /** How long ago, in seconds. */
  ago: number;
  tell: () => Promise<unknown>;
}

const receiver = "alertmanager";

/**
 * Tells nines what went out, what rang and what people did about it in the thirty days that were written, as pipelines,
 * Alertmanager and people would have: over the API, each as who they are, in the order it happened.
 */
export async function plantStory(url: string, tokens: Tokens, now = Date.now()): Promise<void> {
  const at = (ago: number): string => new Date(now - ago * 1_000).toISOString();
  const send = sender(url, tokens);
  for (const { service, version, began, lasted } of changes.toSorted((a, b) => b.began - a.began))
    await send("admin", "deployments", {
      ...{ service, version, environment: "production", run: `${version}-${Math.round(began)}` },
      ...{ started: at(began), finished: at(began - lasted), outcome: "succeeded" },
    });
  const incidents = new Map<string, string>();
  const told = oldPages.flatMap((page): Occasion[] => [
    {
      ago: page.rang,
      tell: async () => {
        const { opened } = await send<Receipt>(receiver, "alertmanager", notification(page, "firing", at));
        if (opened[0] !== undefined) incidents.set(placeOf(page), opened[0]);
      },
    },
    {
      ago: page.resolved,
      tell: () => send(receiver, "alertmanager", notification(page, "resolved", at)),
    },
  ]);
  const done = nights.flatMap((night) => nightOf(night, () => incidents.get(placeOf(night)), { send, at }));
  for (const { tell } of [...told, ...done].toSorted((a, b) => b.ago - a.ago)) await tell();
  await plantOpinions(url, { send, at });
  await plantCases({ send, at });
  for (const window of windowsAhead(now)) await send("admin", "windows", window);
}

interface Receipt {
  opened: readonly string[];
}

const placeOf = ({ service, began }: { service: string; began: number }): string => `${service} ${began}`;

/** As Alertmanager would have written it. */
function notification(page: OldPage, status: "firing" | "resolved", at: (ago: number) => string): object {
  const { service, slo, region } = page;
  const labels = {
    ...{ alertname: "ErrorBudgetBurn", severity: "page", tier: "fast" },
    ...{ slo_id: `${service}.${slo}.production`, slo_service: service, slo_name: slo },
    ...{ slo_environment: "production", ...(region !== undefined && { region }) },
  };
  const alert = {
    ...{ status, labels, fingerprint: fingerprintOf(page) },
    annotations: {
      summary: `${service}/${slo} burns its error budget${region === undefined ? "" : ` in ${region}`}`,
    },
    startsAt: at(page.rang),
    endsAt: status === "firing" ? "0001-01-01T00:00:00Z" : at(page.resolved),
  };
  return { version: "4", status, receiver: "nines", alerts: [alert] };
}

const fingerprintOf = (page: OldPage): string =>
  createHash("sha256").update(JSON.stringify(page)).digest("hex").slice(0, 16);

/** What people wrote and did in one night. */
function nightOf(
  { title, began, notes, actions }: (typeof nights)[number],
  incident: () => string | undefined,
  { send, at }: Telling,
): Occasion[] {
  const path = (verb = ""): string => `incidents/${incident() ?? "none"}${verb}`;
  const first = notes[0].by;
  return [
    {
      ago: began - notes[0].after,
      tell: () => send(first, path(), { title, startedAt: at(began) }, "PUT"),
    },
    ...notes.map(({ by, region, text, after }): Occasion => ({
      ago: began - after,
      tell: () => send(by, path("/note"), { region, text, at: at(began - after) }),
    })),
    ...actions.map(({ by, region, what, outcome, after, lasted }): Occasion => ({
      ago: began - after,
      tell: async () => {
        const [startedAt, finishedAt] = [at(began - after), at(began - after - lasted)];
        await send(by, path("/action"), { region, what, outcome, startedAt, finishedAt });
      },
    })),
  ];
}

/** What the pages were worth, and what none of them told of. */
async function plantOpinions(url: string, { send, at }: Telling): Promise<void> {
  const known = (await (await fetch(`${url}/api/v1/alerts?limit=1000`)).json()) as {
    items: readonly { id: string; slo?: string; group: { region?: string }; startsAt: string }[];
  };
  for (const { service, slo, region, began, mark, comment } of opinions) {
    const page = oldPages.find(
      (each) => each.slo === slo && each.region === region && placeOf(each) === placeOf({ service, began }),
    );
    if (page === undefined) throw new Error(`no page of ${service}/${slo} rang ${began} s ago`);
    const alert = known.items.find(
      (each) =>
        each.slo === `${service}.${slo}.production` &&
        each.group.region === region &&
        each.startsAt === at(page.rang),
    );
    await send("bob@example.org", `alerts/${alert?.id ?? "none"}/mark`, {
      ...{ mark, comment },
      ...(mark === "useful" && { began: at(began) }),
    });
  }
  const { service, slo, what, began, lasted } = missed;
  const span = { from: at(began), to: at(began - lasted) };
  await send("bob@example.org", "alerts/missed", { slo: `${service}.${slo}.production`, what, ...span });
}
