import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  coversHost,
  hostPatternFault,
  networkFault,
  refuseAddress,
  refuseUrl,
} from "../../src/journey/targets.ts";

const nothing = { hosts: [], networks: [] };
const everything = { networks: ["loopback", "private", "0.0.0.0/0", "::/0"] };
const v4 = fc.ipV4();
const words = (address: string) => address.split(".").map(Number) as [number, number, number, number];
const hex = (address: string) => words(address).map((byte) => byte.toString(16).padStart(2, "0"));

/** RFC 1122, 1918, 3927, 6598, 6890 by hand: written apart from the library, to judge it. */
const isOrdinary = (address: string): boolean => {
  const [a, b, c] = words(address);
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if (a === 100 && b >= 64 && b < 128) return false;
  if (a === 169 && b === 254) return false;
  if (a === 172 && b >= 16 && b < 32) return false;
  if (a === 192 && (b === 168 || (b === 0 && (c === 0 || c === 2)) || (b === 88 && c === 99))) return false;
  if (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) return false;
  if (a === 203 && b === 0 && c === 113) return false;
  return !(address === "168.63.129.16");
};

describe("an address", () => {
  const special = fc.constantFrom(
    "10.1.2.3",
    "127.0.0.1",
    "169.254.169.254",
    "192.168.1.1",
    "172.20.0.1",
    "100.64.3.4",
    "0.0.0.0",
    "8.8.8.8",
  );
  const any = fc.oneof(v4, special);

  it("is refused unless it is an ordinary public one", () => {
    fc.assert(
      fc.property(any, (address) => {
        const refusal = refuseAddress(address, nothing);
        if (!isOrdinary(address)) expect(refusal).toBeDefined();
        else expect(refusal ?? "reserved").toMatch(/reserved/);
      }),
    );
    expect(refuseAddress("8.8.8.8", nothing)).toBeUndefined();
    expect(refuseAddress("2606:4700::1111", nothing)).toBeUndefined();
  });

  it("is judged alike in every way that IPv6 wraps it", () => {
    fc.assert(
      fc.property(any, (address) => {
        const [a, b, c, d] = hex(address);
        const plain = refuseAddress(address, nothing) === undefined;
        for (const wrapped of [`::ffff:${a}${b}:${c}${d}`, `::ffff:${address}`, `64:ff9b::${a}${b}:${c}${d}`])
          expect(refuseAddress(wrapped, nothing) === undefined).toBe(plain);
        for (const tunnel of [
          `2002:${a}${b}:${c}${d}::1`,
          `64:ff9b:1::${a}${b}:${c}${d}`,
          `2001:0:${a}${b}:${c}${d}::1`,
        ])
          expect(refuseAddress(tunnel, nothing)).toBeDefined();
      }),
    );
  });

  it("of a metadata service or of the link is refused whatever the configuration allows", () => {
    for (const address of [
      "169.254.169.254",
      "fd00:ec2::254",
      "fd20:ce::254",
      "100.100.100.200",
      "192.0.0.192",
      "168.63.129.16",
      "fe80::1",
      "169.254.0.1",
      "::ffff:a9fe:a9fe",
      "0.0.0.0",
      "::",
      "224.0.0.1",
      "255.255.255.255",
      "ff02::1",
    ])
      expect(refuseAddress(address, everything), address).toBeDefined();
  });

  it("that is private or loopback is let through where the configuration names its network, and only there", () => {
    expect(refuseAddress("10.1.2.3", { networks: ["10.1.0.0/16"] })).toBeUndefined();
    expect(refuseAddress("10.2.2.3", { networks: ["10.1.0.0/16"] })).toMatch(/private/);
    expect(refuseAddress("127.0.0.1", { networks: ["loopback"] })).toBeUndefined();
    expect(refuseAddress("::1", { networks: ["loopback"] })).toBeUndefined();
    expect(refuseAddress("::ffff:10.1.2.3", { networks: ["private"] })).toBeUndefined();
    expect(refuseAddress("fd12::1", { networks: ["private"] })).toBeUndefined();
    expect(refuseAddress("127.0.0.1", { networks: ["private"] })).toMatch(/loopback/);
  });

  it("that is no address is refused", () => {
    for (const text of ["", "shop.test", "1.2.3.4.5", "::g"])
      expect(refuseAddress(text, everything)).toBeDefined();
  });
});

describe("a URL", () => {
  const rules = { hosts: ["shop.test", "*.shop.test", "127.0.0.1:8080"], networks: ["loopback"] };
  const refuse = (text: string) => refuseUrl(new URL(text), rules);

  it("is let through to the hosts that the configuration lists", () => {
    for (const url of [
      "http://shop.test/",
      "https://SHOP.test./x",
      "https://a.b.shop.test:8443/",
      "http://127.0.0.1:8080/",
      "http://2130706433:8080/",
    ])
      expect(refuse(url), url).toBeUndefined();
  });
  it("is refused everywhere else", () => {
    for (const url of [
      "http://evil.test/",
      "http://shop.test.evil.test/",
      "http://evilshop.test/",
      "http://127.0.0.1/",
      "http://127.0.0.1:8081/",
      "http://.shop.test/",
    ])
      expect(refuse(url), url).toBeDefined();
  });
  it("is refused with another scheme, with a user, and for a metadata name, listed or not", () => {
    const open = { hosts: ["*.internal", "metadata", "shop.test"], networks: [] };
    for (const url of [
      "ftp://shop.test/",
      "file:///etc/passwd",
      "http://me:pw@shop.test/",
      "http://metadata.google.internal/",
      "http://METADATA.google.internal./",
      "http://metadata/",
    ])
      expect(refuseUrl(new URL(url), open), url).toBeDefined();
  });
});

describe("a pattern", () => {
  it("with a port covers that port alone, the scheme's own port too", () => {
    expect(coversHost("shop.test:443", new URL("https://shop.test/"))).toBe(true);
    expect(coversHost("shop.test:443", new URL("http://shop.test/"))).toBe(false);
    expect(coversHost("[::1]:80", new URL("http://[::1]/"))).toBe(true);
    expect(coversHost("::1", new URL("http://[::1]:99/"))).toBe(true);
  });
  it("is checked as it is written", () => {
    for (const pattern of ["shop.test", "*.shop.test:8443", "10.0.0.7", "[::1]:80", "a_b.test"])
      expect(hostPatternFault(pattern)).toBeUndefined();
    for (const pattern of ["*", "http://shop.test", "shop.test/x", "a b", "", "*.*.test", "shop*.test"])
      expect(hostPatternFault(pattern)).toBeDefined();
    for (const network of ["10.0.0.0/8", "::1/128", "loopback", "private"])
      expect(networkFault(network)).toBeUndefined();
    for (const network of ["10.0.0.1", "everything", "10.0.0.0/40"])
      expect(networkFault(network)).toBeDefined();
  });
});
