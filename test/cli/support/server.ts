import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { AppDeps } from "../../../src/http/deps.ts";
import type { Snapshot } from "../../../src/runtime/snapshot.ts";
import { appWith } from "../../http/support/app.ts";

export interface Listening extends AsyncDisposable {
  url: string;
  /** Method, path and headers of every request so far. */
  requests: { url: string; headers: Readonly<Record<string, string | string[] | undefined>> }[];
}

/** The app on a free port of 127.0.0.1, answering from this snapshot. */
export async function serving(
  snapshot: Snapshot | undefined,
  changes: Partial<AppDeps> = {},
): Promise<Listening> {
  const app = appWith(snapshot, changes);
  return listening((request, response) => void app(request, response));
}

/** Any handler on a free port, for answers that nines would never give. */
export async function listening(handler: Parameters<typeof createServer>[1] & object): Promise<Listening> {
  const requests: Listening["requests"] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? "", headers: request.headers });
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
