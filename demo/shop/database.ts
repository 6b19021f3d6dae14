import type { RequestHandler } from "express";
import { Agent, request } from "undici";
import { z } from "zod";
import { catalogue } from "./catalogue.ts";
import { createDice, work } from "./pace.ts";
import type { Trade } from "./service.ts";

const statement = z.strictObject({ kind: z.enum(["select", "insert"]) });
export type Statement = z.infer<typeof statement>["kind"];

/** Stands for the shop's database: it takes a few milliseconds for a statement, and more when it is told to. */
export function database(): Trade {
  const dice = createDice(84);
  const serve: RequestHandler = async (incoming, response) => {
    const read = statement.safeParse(incoming.body);
    if (!read.success)
      return void response
        .status(400)
        .json({ title: "not a statement", detail: z.prettifyError(read.error) });
    const slow = dice() < catalogue.database.slowShare;
    await work(slow ? 350 : 1 + 8 * dice() ** 2);
    response.json({ kind: read.data.kind, state: "done" });
  };
  return { name: "database", method: "post", path: "/statements", serve };
}

/** How other services reach it. */
export interface Database {
  /** @throws Error when the statement is not done */
  state: (kind: Statement, signal?: AbortSignal) => Promise<true>;
  close: () => Promise<void>;
}

export function connectDatabase(url: string): Database {
  const dispatcher = new Agent({ connections: 64, headersTimeout: 2_000, bodyTimeout: 2_000 });
  return {
    state: async (kind, signal) => {
      const { statusCode, body } = await request(`${url}/statements`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ kind }),
        dispatcher,
        ...(signal !== undefined && { signal }),
      });
      await body.dump();
      if (statusCode !== 200) throw new Error(`the database answers ${statusCode}`);
      return true;
    },
    close: () => dispatcher.close(),
  };
}
