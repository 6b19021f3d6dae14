import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Annotations, keepAnnotations, type Reply } from "./annotations.ts";
import { type Dashboards, keepDashboards } from "./dashboards.ts";

/** What goes wrong with one request. */
export type Fault =
  /** It is answered so, and nothing is done. */
  | { kind: "answer"; status: number; headers?: Readonly<Record<string, string>> }
  /** It is done, and the connection breaks before the answer: as when either side crashes in between. */
  | { kind: "lost" }
  /** Nothing is done and nothing answered. */
  | { kind: "hangs" };

export interface Asked {
  method: string;
  /** Without its query. */
  path: string;
  query: URLSearchParams;
  body: unknown;
}

export interface FakeGrafana {
  readonly url: string;
  /** The only one that it takes. */
  readonly token: string;
  readonly annotations: Annotations;
  readonly dashboards: Dashboards;
  /** Everything it was asked, in order. */
  readonly asked: readonly Asked[];
  /** What goes wrong with the requests to come, by method and path; undefined: nothing. */
  fault: (asked: Asked) => Fault | undefined;
  close: () => Promise<void>;
}

/** A Grafana that keeps what it is given and answers by the rules of its HTTP API; on loopback, under a path. */
export async function startGrafana(token = "glsa_of-the-service-account"): Promise<FakeGrafana> {
  const annotations = keepAnnotations();
  const dashboards = keepDashboards();
  const asked: Asked[] = [];
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const grafana: FakeGrafana = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/grafana`,
    token,
    annotations,
    dashboards,
    asked,
    fault: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return grafana;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { pathname, searchParams } = new URL(request.url ?? "", "http://grafana");
    const body =
      chunks.length === 0 ? undefined : (JSON.parse(Buffer.concat(chunks).toString("utf8")) as unknown);
    const one = {
      method: request.method ?? "",
      path: pathname.replace(/^\/grafana/, ""),
      query: searchParams,
      body,
    };
    asked.push(one);
    const fault = grafana.fault(one);
    if (fault?.kind === "hangs") return;
    if (fault?.kind === "answer") {
      const status = fault.status;
      response.writeHead(status, { "content-type": "application/json", ...fault.headers });
      response.end(JSON.stringify({ message: `answered ${status} on purpose` }));
      return;
    }
    const isKnown = request.headers.authorization === `Bearer ${token}`;
    const reply = isKnown ? route(one) : { status: 401, json: { message: "Invalid API key" } };
    if (fault?.kind === "lost") return void request.socket.destroy();
    response.writeHead(reply.status, { "content-type": "application/json" }).end(JSON.stringify(reply.json));
  }

  function routeBoards({ method, path, body }: Asked): Reply {
    const [, folder] = /^\/api\/folders\/([\w-]+)$/.exec(path) ?? [];
    const [, uid, versions] = /^\/api\/dashboards\/uid\/([\w-]+)(\/versions)?$/.exec(path) ?? [];
    if (folder !== undefined && method === "GET") return dashboards.findFolder(folder);
    if (path === "/api/folders" && method === "POST")
      return dashboards.createFolder(body as { uid: string; title: string });
    if (uid !== undefined && method === "GET")
      return versions === undefined ? dashboards.find(uid) : dashboards.versions(uid);
    if (path === "/api/dashboards/db" && method === "POST")
      return dashboards.save(body as Parameters<typeof dashboards.save>[0]);
    return { status: 404, json: { message: "Not found" } };
  }

  function route(one: Asked): Reply {
    const { method, path, query, body } = one;
    const [, key] = /^\/api\/annotations\/(\d+)$/.exec(path) ?? [];
    if (path === "/api/annotations" && method === "GET") return annotations.search(query);
    if (path === "/api/annotations" && method === "POST") return annotations.create(body as object);
    if (key !== undefined && method === "PATCH") return annotations.patch(Number(key), body as object);
    if (key !== undefined && method === "DELETE") return annotations.remove(Number(key));
    return routeBoards(one);
  }
}
