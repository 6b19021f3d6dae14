import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runNines } from "../../kit/nines.ts";
import { runProgram } from "../../kit/processes.ts";
import { repository } from "../../kit/tools.ts";
import { dockerfile, fileText, readCompose, wordsOf } from "./compose.ts";

const instructions = dockerfile();
const all = (wanted: string) => instructions.filter(({ word }) => word === wanted).map(({ rest }) => rest);
const one = (wanted: string) => all(wanted).at(-1) ?? "";

const isFromStage = (rest: string) => rest.startsWith("--from=");
const copied = all("COPY")
  .filter((rest) => !isFromStage(rest))
  .flatMap((rest) => rest.split(" ").slice(0, -1));
const isCopied = (path: string) => copied.some((from) => from === path || path.startsWith(`${from}/`));

describe("the image", () => {
  it("stands on the slim Node that the sources need, pinned", () => {
    const [build, image] = all("FROM");
    expect(image).toMatch(/^node:24\.\d+\.\d+-slim$/);
    expect(build).toBe(`${image} AS page`);
  });

  it("takes from the stage that builds the web page nothing but the page", () => {
    expect(all("COPY").filter(isFromStage)).toEqual(["--from=page /app/dist/web ./dist/web"]);
    expect(all("RUN")).toContain("node scripts/page/build.mjs");
  });

  it("copies only what the repository has and .dockerignore lets through", () => {
    const letThrough = fileText(".dockerignore")
      .split("\n")
      .filter((line) => line.startsWith("!"));
    expect(copied.filter((from) => !existsSync(join(repository, from)))).toEqual([]);
    expect(copied.filter((from) => !letThrough.includes(`!${from}`))).toEqual([]);
  });

  it("holds every file of own code that its commands and those of docker compose name", () => {
    const { shop } = readCompose().services;
    const words = [...wordsOf(one("ENTRYPOINT")), ...wordsOf(one("HEALTHCHECK")), ...shop!.entrypoint!];
    const files = words
      .filter((word) => /^(\.\/)?(bin|src|demo|deploy)\//.test(word))
      .map((word) => word.replace("./", ""));
    expect(files).toEqual(["bin/nines", "deploy/healthcheck.mjs", "demo/shop/server.ts"]);
    expect(files.filter((file) => !isCopied(file))).toEqual([]);
  });

  it("runs as an unprivileged user, with its data on a volume", () => {
    expect(one("USER")).toBe("node");
    expect(one("VOLUME")).toBe("/data");
    expect(wordsOf(one("CMD")).join(" ")).toContain("--data /data");
  });

  it("starts nines with flags that nines serve has", async () => {
    const { output } = await runNines(["serve", "--help"]);
    const flags = wordsOf(one("CMD")).filter((word) => word.startsWith("--"));
    expect(flags.filter((name) => !output.includes(name))).toEqual([]);
  });

  it("checks its health with Node, on the port it listens on", () => {
    const listen = wordsOf(one("CMD"))[wordsOf(one("CMD")).indexOf("--listen") + 1];
    const port = listen?.split(":").at(-1);
    expect(wordsOf(one("HEALTHCHECK"))).toEqual([
      "node",
      "deploy/healthcheck.mjs",
      `http://127.0.0.1:${port}/healthz`,
    ]);
    expect(one("EXPOSE")).toBe(port);
    expect(fileText("Dockerfile")).not.toMatch(/\bcurl\b|\bwget\b/);
  });
});

describe("the health check", () => {
  const check = (...urls: string[]) =>
    runProgram(process.execPath, [join(repository, "deploy/healthcheck.mjs"), ...urls]);

  it("is content when all answer, and not when one is ill, silent, or none is named", async () => {
    const server = createServer((request, response) =>
      response.writeHead(request.url === "/ill" ? 503 : 200).end(),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect((await check(`${url}/a`, `${url}/b`)).ok).toBe(true);
    expect((await check(`${url}/a`, `${url}/ill`)).ok).toBe(false);
    await new Promise((resolve) => server.close(resolve));
    expect((await check(url)).ok).toBe(false);
    expect((await check()).ok).toBe(false);
  });
});
