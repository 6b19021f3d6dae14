import { services } from "./company.ts";
import type { Send } from "./send.ts";

/** Tokens of everybody who plays a part. */
export interface People {
  /** Asks for exceptions. */
  alice: string;
  /** Sits for the owners. */
  bob: string;
  /** Sits for the SREs. */
  carol: string;
  /** The pipeline, which asks the gate. */
  pipeline: string;
}

const cast = {
  alice: { subject: "alice@example.org", roles: ["requester"], groups: [] },
  bob: { subject: "bob@example.org", roles: ["approver"], groups: ["team-shop"] },
  carol: { subject: "carol@example.org", roles: ["approver"], groups: ["sre"] },
  pipeline: { subject: "pipeline", roles: ["machine"], groups: [], services },
} as const;

/** Gives everybody a token, as the admin. */
export async function hire(send: Send, admin: string): Promise<People> {
  const tokens = await Promise.all(
    Object.entries(cast).map(async ([name, body]) => {
      const { status, body: made } = await send({
        method: "POST",
        path: "/api/v1/tokens",
        token: admin,
        body,
      });
      if (status !== 201) throw new Error(`no token for ${name}: ${status} ${JSON.stringify(made)}`);
      return [name, String(made.token)] as const;
    }),
  );
  return Object.fromEntries(tokens) as unknown as People;
}
