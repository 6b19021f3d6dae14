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

/** Tokens by whom they speak for: the first admin as `admin`, the cast by their addresses, and the machines. */
export type Tokens = ReadonlyMap<string, string>;

const receiver = { subject: "alertmanager", roles: ["alertmanager"] } as const;
const prober = { subject: "prober-office", roles: ["prober"] } as const;

/**
 * Gives everybody a token, as the first admin, and writes down the cast for the switch in the page's corner.
 */
export async function hireCast(server: string, files: { admin: string; people: string }): Promise<Tokens> {
  const admin = readFileSync(files.admin, "utf8").trim();
  const hire = async (request: { subject: string }): Promise<string> => {
    const answer = await fetch(`${server}/api/v1/tokens`, {
      method: "POST",
      headers: { authorization: `Bearer ${admin}`, "content-type": "application/json" },
      body: JSON.stringify(request),
    });
    const { token, detail } = (await answer.json()) as { token?: string; detail?: string };
    if (token === undefined) throw new Error(`no token for ${request.subject}: ${detail ?? answer.status}`);
    return token;
  };
  const people = [];
  for (const { plays, ...request } of cast) people.push({ ...request, plays, token: await hire(request) });
  writeFileSync(files.people, JSON.stringify(people), { mode: 0o600 });
  return new Map([
    ["admin", admin],
    [receiver.subject, await hire(receiver)],
    [prober.subject, await hire(prober)],
    ...people.map(({ subject, token }) => [subject, token] as const),
  ]);
}
