import { type AddressInfo } from "node:net";
import { get as httpGet, type IncomingHttpHeaders } from "node:http";
import { buffer } from "node:stream/consumers";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { removeFolder, temporaryFolder } from "../../../kit/processes.ts";
import { readPage } from "../../../src/http/page/assets.ts";
import { pagePolicy } from "../../../src/http/page/serve.ts";
import { judged, snapshotOf } from "../../support/snapshots.ts";
import { appWith, get } from "../support/app.ts";

const folder = temporaryFolder("page");
afterAll(() => removeFolder(folder));
const shell = "<!doctype html><title>nines</title><body></body>";
const script = `console.log("${"a budget ".repeat(100)}")`;
mkdirSync(join(folder, "assets"));
writeFileSync(join(folder, "index.html"), shell);
writeFileSync(join(folder, "assets", "main-1a2b.js"), script);
writeFileSync(join(folder, ".sources"), "not to be served");

const page = readPage(folder)!;
// Before the first cycle: what is known then goes along with the page, see first-answers.test.ts.
const app = appWith(undefined, { page });

async function raw(path: string, headers: Readonly<Record<string, string>>) {
  const server = app.listen(0, "127.0.0.1");
  const { port } = await new Promise<AddressInfo>((resolve) =>
    server.once("listening", () => resolve(server.address() as AddressInfo)),
  );
  const url = `http://127.0.0.1:${port}${path}`;
  const answer = await new Promise<{ headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    httpGet(url, { headers, agent: false }, (response) => {
      void buffer(response).then((body) => resolve({ headers: response.headers, body }));
    }).once("error", reject);
  });
  server.close();
  return answer;
}

describe("the web page", () => {
  it.each([
    "/",
    "/slos/checkout.availability.production",
    "/exceptions",
    "/exceptions/ex-1",
    "/exceptions/ex-1/edit",
    "/windows/win-1/edit",
    "/audit",
    "/audit/12",
    "/gate/decisions/gd-1",
    "/windows/new",
    "/calendar",
  ])("answers %s with its shell: what is shown there the page reads off its address", async (path) => {
    const { status, text, headers } = await get(app, path);
    expect([status, text]).toEqual([200, shell]);
    expect(headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
    });
  });

  it("lets nothing run or style but files of its own, and nobody frame it", async () => {
    const { headers } = await get(app, "/");
    expect(headers["content-security-policy"]).toBe(pagePolicy);
    expect(pagePolicy).not.toMatch(/unsafe|https?:|\*/);
  });

  it("keeps files that are named by their content for ever, in the smallest encoding that is taken", async () => {
    // Neither fetch nor supertest hands over what came over the wire: both unpack it.
    const { headers, body } = await raw("/assets/main-1a2b.js", { "accept-encoding": "br" });
    const { "content-encoding": encoding, "cache-control": cache } = headers;
    expect([encoding, cache]).toEqual(["br", "public, max-age=31536000, immutable"]);
    expect(brotliDecompressSync(body).toString()).toBe(script);
    expect(body.length).toBeLessThan(script.length / 4);
  });

  it("serves no file that is none of the page's", async () => {
    expect((await get(app, "/.sources")).status).toBe(404);
    expect((await get(app, "/assets/..%2f..%2fpackage.json")).status).toBe(404);
  });

  it("says in words how to build it where it is not built", async () => {
    const { status, text } = await get(appWith(snapshotOf([judged()])), "/");
    expect(status).toBe(503);
    expect(text).toContain("npm run setup builds it");
  });

  it("is no page where nothing was built", () => {
    expect(readPage(join(folder, "nowhere"))).toBeUndefined();
  });
});
