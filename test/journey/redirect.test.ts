import { describe, expect, it } from "vitest";
import { redirectOf } from "../../src/journey/redirect.ts";
import type { PreparedRequest } from "../../src/journey/request.ts";

const post = (more: Partial<PreparedRequest> = {}): PreparedRequest => ({
  method: "POST",
  url: new URL("https://shop.test/pay"),
  aimedByAnswer: false,
  headers: [
    { name: "authorization", value: "Basic eA==", sensitive: false },
    { name: "x-key", value: "k", sensitive: true },
    { name: "x-trace", value: "t", sensitive: false },
  ],
  body: { text: "{}", contentType: "application/json", sensitive: false },
  ...more,
});
const next = (status: number, location: string, request = post()) => {
  const redirect = redirectOf(request, status, location);
  return redirect.kind === "follow"
    ? {
        to: redirect.request.url.href,
        method: redirect.request.method,
        body: redirect.request.body?.text,
        headers: redirect.request.headers.map(({ name }) => name),
      }
    : redirect.kind;
};
const all = ["authorization", "x-key", "x-trace"];

describe("a redirect", () => {
  it("is none without a status and a place to go", () => {
    expect(next(200, "/x")).toBe("answer");
    expect(next(304, "/x")).toBe("answer");
    expect(redirectOf(post(), 302, undefined).kind).toBe("answer");
    expect(next(302, "http://[")).toBe("refused");
  });
  it("becomes a GET after a POST, and stays what it is at 307 and 308", () => {
    expect(next(302, "/done#top")).toEqual({
      to: "https://shop.test/done",
      method: "GET",
      body: undefined,
      headers: all,
    });
    expect(next(303, "/done")).toMatchObject({ method: "GET", body: undefined });
    expect(next(307, "/done")).toMatchObject({ method: "POST", body: "{}" });
    expect(next(301, "/done", post({ method: "PUT" }))).toMatchObject({ method: "PUT", body: "{}" });
    expect(next(303, "/done", post({ method: "HEAD" }))).toMatchObject({ method: "HEAD" });
  });
  it.each(["https://other.test/", "https://sub.shop.test/", "https://shop.test:8443/", "http://shop.test/"])(
    "to %s takes nobody's name with it",
    (to) => {
      expect(next(302, to)).toMatchObject({ headers: ["x-trace"] });
      expect(next(307, to, post({ body: { text: "s", contentType: "text/plain", sensitive: true } }))).toBe(
        "refused",
      );
    },
  );
  it("from http to https of the same host keeps what it had", () => {
    const plain = post({ url: new URL("http://shop.test/pay") });
    expect(next(302, "https://shop.test/pay", plain)).toMatchObject({ headers: all });
  });
});
