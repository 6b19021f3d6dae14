import type { Tokens } from "./people.ts";

/** Tells nines something over its API, as one of the cast. @throws Error with its answer when it refuses */
export type Send = <Answer = unknown>(
  as: string,
  path: string,
  body: object,
  method?: string,
) => Promise<Answer>;

export const sender =
  (url: string, tokens: Tokens): Send =>
  async (as, path, body, method = "POST") => {
    const answer = await fetch(`${url}/api/v1/${path}`, {
      method,
      headers: { authorization: `Bearer ${tokens.get(as) ?? ""}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as never;
  };

/** Whom to tell, and when something was that lies so many seconds back. */
export interface Telling {
  send: Send;
  at: (ago: number) => string;
}
