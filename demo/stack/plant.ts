import { readFileSync } from "node:fs";
import { join } from "node:path";
import { changes, nights } from "../history/changes.ts";

/**
 * Tells nines what went out and what went wrong in the thirty days that were written, as pipelines and people would
 * have: over the API, with the first admin's token.
 *
 * @returns how many deployments and incidents
 */
export async function plantChanges(url: string, data: string, now = Date.now()): Promise<number> {
  const token = readFileSync(join(data, "admin-token"), "utf8").trim();
  const ago = (seconds: number): string => new Date(now - seconds * 1_000).toISOString();
  const post = poster(url, token);
  for (const { service, version, began, lasted } of changes.toSorted((a, b) => b.began - a.began))
    await post("deployments", {
      ...{ service, version, environment: "production", run: `${version}-${Math.round(began)}` },
      ...{ started: ago(began), finished: ago(began - lasted), outcome: "succeeded" },
    });
  for (const { service, title, began, lasted, notes, reason } of nights) {
    const { id } = await post("incidents", { service, title, startedAt: ago(began) });
    for (const note of notes) await post(`incidents/${id}/note`, note);
    await post(`incidents/${id}/close`, { reason, endedAt: ago(began - lasted) });
  }
  return changes.length + nights.length;
}

/** What waits for two people when the demo opens: the frozen service has something that cannot wait. */
export const plantException = (url: string, token: string): Promise<{ id: string }> =>
  poster(url, token)("exceptions", {
    service: "payments",
    environments: ["production"],
    change: { sha: "7c20e9b4", kinds: ["feature"] },
    reason: { category: "customer-commitment", text: "The new fees are in force from Monday on" },
    businessImpact: "Every payment is charged the old fee until it is out",
    risk: "One table is read differently; the rest of the service is untouched",
    rollbackPlan: "The former image is kept warm and takes the traffic back within two minutes",
  });

const poster =
  (url: string, token: string) =>
  async (path: string, body: object): Promise<{ id: string }> => {
    const answer = await fetch(`${url}/api/v1/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  };
