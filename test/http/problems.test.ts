import { pino } from "pino";
import { describe, expect, it } from "vitest";
import { problemSchema } from "../../src/http/schemas/operations.ts";
import { judged, snapshotOf } from "../support/snapshots.ts";
import { appWith, get, send } from "./support/app.ts";

const app = appWith(snapshotOf([judged({ consumed: 0.1 })]));
const json = "application/json";

describe("every error is a problem document", () => {
  it.each<["get" | "post" | "delete", string, Record<string, string>, number, string]>([
    ["get", "/nowhere", {}, 404, "no-such-path"],
    ["get", "/api/v1/slos/none", {}, 404, "unknown-slo"],
    ["get", "/api/v1/services/none", {}, 404, "unknown-service"],
    ["get", "/api/v1/slos?colour=red", {}, 400, "bad-query"],
    ["get", "/api/v1/slos/%ff", {}, 400, "bad-request"],
    ["get", "/api/v1/slos", { accept: "text/csv" }, 406, "not-acceptable"],
    ["delete", "/api/v1/slos", { "content-type": json }, 405, "method-not-allowed"],
    ["post", "/api/v1/gate", { "content-type": "text/plain" }, 415, "unsupported-media-type"],
    ["post", "/api/v1/gate", {}, 415, "unsupported-media-type"],
    ["post", "/api/v1/gate", { "content-type": json, origin: "http://evil.example" }, 403, "foreign-origin"],
    ["get", "/api/v1/slos", { host: "rebound.example:8090" }, 403, "host-not-allowed"],
  ])("%s %s %o → %i %s", async (method, path, headers, status, code) => {
    const answer = method === "get" ? get(app, path, headers) : send(app, method, path, headers);
    const { body, status: got, headers: answered } = await answer;
    expect([got, problemSchema.parse(body).code]).toEqual([status, code]);
    expect(body).toMatchObject({ status, type: `urn:nines:problem:${code}` });
    expect(answered["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answered["cache-control"]).toBe("no-store");
  });

  it("a refused method is told which ones there are", async () => {
    const { headers } = await send(app, "put", "/api/v1/slos", { "content-type": json });
    expect(headers.allow).toBe("GET, HEAD");
  });

  it("a body that is too large is refused before it is read", async () => {
    const { status, body } = await send(app, "post", "/api/v1/gate", {}, { text: "x".repeat(70_000) });
    expect([status, (body as { code: string }).code]).toEqual([413, "body-too-large"]);
  });

  it("a body that is no JSON is refused", async () => {
    const { status, body } = await send(app, "post", "/api/v1/gate", { "content-type": json }, "{");
    expect([status, (body as { code: string }).code]).toEqual([400, "bad-request"]);
  });

  it("all errors of a query are told at once", async () => {
    const { body } = await get(app, "/api/v1/slos?limit=0&page=x&sort=best&state=frozen,frozn");
    const { errors } = problemSchema.parse(body);
    expect(errors?.map(({ parameter }) => parameter).sort()).toEqual(["limit", "page", "sort", "state"]);
    expect(errors?.find(({ parameter }) => parameter === "state")?.nearest).toBe("frozen");
  });

  it("what fails inside tells the log everything and the asker nothing", async () => {
    const lines: string[] = [];
    const logger = pino({ level: "error" }, { write: (line: string) => void lines.push(line) });
    const decide = () => {
      throw new Error("secret detail");
    };
    const broken = appWith(snapshotOf([]), { decide, logger });
    const { status, text } = await get(broken, "/api/v1/gate?service=a&environment=b", {
      "x-request-id": "r-1",
    });
    expect(status).toBe(500);
    expect(text).not.toMatch(/secret|node_modules|\.ts/);
    expect(lines.join("")).toMatch(/secret detail/);
    expect(lines.join("")).toMatch(/r-1/);
  });
});

describe("requests are let in", () => {
  it.each(["localhost", "localhost:8090", "127.0.0.1:8090", "[::1]:8090", "10.1.2.3", "Nines.Example:80"])(
    "under the host %s",
    async (host) => {
      const named = appWith(snapshotOf([]), { allowedHosts: ["nines.example"] });
      expect((await get(named, "/healthz", { host: host })).status).toBe(200);
    },
  );

  it("from their own origin, as far as the method goes", async () => {
    const own = { host: "localhost:8090", origin: "http://localhost:8090", "content-type": json };
    expect((await send(app, "post", "/api/v1/slos", own)).status).toBe(405);
  });
});

describe("request ids", () => {
  it("are taken from the caller and echoed", async () => {
    const { headers } = await get(app, "/healthz", { "x-request-id": "build-42.a:b" });
    expect(headers["x-request-id"]).toBe("build-42.a:b");
  });

  it.each(["has space", "x".repeat(200), "<script>"])("that are none (%s) are replaced", async (id) => {
    const { headers } = await get(app, "/healthz", { "x-request-id": id });
    expect(headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("stand in the problem, so that the log line can be found", async () => {
    const { body } = await get(app, "/nowhere", { "x-request-id": "r-2" });
    expect(body).toMatchObject({ requestId: "r-2" });
  });
});

describe("headers and log", () => {
  it("are those of a careful server on plain HTTP", async () => {
    const { headers } = await get(app, "/healthz");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["content-security-policy"]).toContain("default-src 'self'");
    expect(headers["content-security-policy"]).not.toContain("upgrade-insecure-requests");
    expect(headers).not.toHaveProperty("x-powered-by");
    expect(headers).not.toHaveProperty("strict-transport-security");
    expect(headers).not.toHaveProperty("etag");
  });

  it("the log holds method, path and status, and neither query nor headers", async () => {
    const lines: string[] = [];
    const logger = pino({ level: "debug" }, { write: (line: string) => void lines.push(line) });
    const logged = appWith(snapshotOf([]), { logger });
    await get(logged, "/healthz?token=s3cret", { authorization: "Bearer s3cret" });
    expect(lines.join("")).toMatch(/GET \/healthz 200/);
    expect(lines.join("")).not.toMatch(/s3cret/);
  });
});
