import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { choosePorts } from "../../../demo/stack/ports.ts";

describe("the demo's ports", () => {
  it("are eight different free ones unless somebody says otherwise", async () => {
    expect(new Set(Object.values(await choosePorts(undefined))).size).toBe(9);
  });

  it("are refused by name when one is taken, before anything is started", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    await expect(choosePorts(port)).rejects.toThrow(`port ${port} cannot be had: choose another --port`);
    other.close();
  });
});
