import { readFileSync, writeFileSync } from "node:fs";

/** Who plays in the demo: one asks, two approve, each for another group. */
const cast = [
  { subject: "alice@example.org", plays: "asks", roles: ["requester"], groups: ["team-shop"] },
  {
    subject: "bob@example.org",
    plays: "approves for the owners",
    roles: ["approver"],
    groups: ["team-payments", "team-shop", "team-search", "team-data"],
  },
  {
    subject: "carol@example.org",
    plays: "approves for SRE, and runs nines",
    roles: ["approver", "auditor", "admin"],
    groups: ["sre"],
  },
] as const;

/**
 * Gives everybody a token, as the first admin, and writes down who they are for the switch in the page's corner.
 *
 * @returns the token of who asks
 */
export async function hireCast(server: string, adminTokenFile: string, listFile: string): Promise<string> {
  const admin = readFileSync(adminTokenFile, "utf8").trim();
  const people = [];
  for (const { plays, ...request } of cast) {
    const answer = await fetch(`${server}/api/v1/tokens`, {
      method: "POST",
      headers: { authorization: `Bearer ${admin}`, "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    const { token, detail } = (await answer.json()) as { token?: string; detail?: string };
    if (token === undefined) throw new Error(`no token for ${request.subject}: ${detail ?? answer.status}`);
    people.push({ ...request, plays, token });
  }
  writeFileSync(listFile, JSON.stringify(people), { mode: 0o600 });
  return people[0]!.token;
}
