import { describe, expect, it } from "vitest";
import { namesOf, readsAreOpen } from "../../../src/cli/serve/hosts.ts";
import { decodeSettings } from "../../../src/config/decode.ts";

const settings = (flags: Readonly<Record<string, string>>) => {
  const decoded = decodeSettings({ flags, environment: {} });
  if (!decoded.ok) throw new Error(JSON.stringify(decoded.problems));
  return decoded.settings;
};
const publicUrl = "https://nines.example:8443";

describe("reading needs nobody", () => {
  it.each([
    ["on loopback", {}, true],
    ["on IPv6's loopback", { listen: "[::1]:8090" }, true],
    ["on loopback behind a proxy", { publicUrl }, false],
    ["on every address", { listen: ":8090" }, false],
    ["on one that others reach", { listen: "192.0.2.1:8090" }, false],
    ["on a name that only begins like loopback", { listen: "127.evil.example:8090" }, false],
    ["wherever the operator means it", { listen: ":8090", insecureNoAuth: "true" }, true],
    ["behind a proxy that the operator means it for", { publicUrl, insecureNoAuth: "true" }, true],
  ])("%s: %o → %s", (_where, flags, open) => expect(readsAreOpen(settings(flags))).toBe(open));
});

describe("the names that a server goes by", () => {
  it("are those allowed, where it listens, and how browsers know it", () => {
    expect(namesOf(settings({ publicUrl, listen: "127.0.0.1:1", allowedHosts: "gate.internal" }))).toEqual({
      allowedHosts: ["gate.internal", "127.0.0.1", "nines.example"],
      publicOrigin: publicUrl,
    });
  });
});
