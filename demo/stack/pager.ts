import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";

/** One alert as it arrived where a person would be woken. */
export interface Notice {
  /** Seconds since 1970. */
  at: number;
  receiver: string;
  status: "firing" | "resolved";
  labels: Readonly<Record<string, string>>;
}

export interface Pager {
  url: string;
  /** In order of arrival; the same alert again, as Alertmanager repeats it, is not a new notice. */
  notices(): readonly Notice[];
  close(): Promise<void>;
}

const notification = z.object({
  receiver: z.string(),
  alerts: z.array(
    z.object({ status: z.enum(["firing", "resolved"]), labels: z.record(z.string(), z.string()) }),
  ),
});

/** The end of the line: the webhook that a paging service would be. */
export async function startPager(): Promise<Pager> {
  const seen = new Map<string, Notice>();
  const receive = (text: string): void => {
    const { receiver, alerts } = notification.parse(JSON.parse(text));
    for (const { status, labels } of alerts) {
      const key = JSON.stringify([receiver, status, labels]);
      if (!seen.has(key)) seen.set(key, { at: Date.now() / 1_000, receiver, status, labels });
    }
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.once("end", () => {
      try {
        receive(Buffer.concat(parts).toString("utf8"));
        response.writeHead(204).end();
      } catch {
        response.writeHead(400).end("not an Alertmanager notification\n");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    notices: () => [...seen.values()],
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
