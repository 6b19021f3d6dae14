import { describe, expect, it } from "vitest";
import { openSilences, type Answered, type Exchange } from "../../src/alertmanager/store.ts";
import { seconds } from "../../src/model/units.ts";
import { at } from "../governance/windows/windows.ts";

type Send = (exchange: Exchange) => Promise<Answered>;

const store = (send: Send, retries = 0) =>
  openSilences({ name: "main", url: "http://am.example", timeout: seconds(0.2), retries, send });

const messageOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => new Error("it worked"),
    (thrown: unknown) => thrown as Error,
  );
  return error.message;
};

const held = {
  id: "s1",
  status: { state: "active" },
  matchers: [{ name: "slo_id", value: "a", isRegex: false }],
  startsAt: "2026-11-22T12:00:00.123Z",
  endsAt: "2026-11-22T13:00:00Z",
  createdBy: "alice",
  comment: "by hand",
  updatedAt: "2026-11-22T12:00:00Z",
  annotations: { later: "versions have more" },
};

describe("the silences of an Alertmanager", () => {
  it("are read with what older and newer versions leave out or add", async () => {
    const [read] = await store(async () => ({ status: 200, text: JSON.stringify([held]) })).list();
    expect(read).toEqual({
      id: "s1",
      state: "active",
      matchers: [{ name: "slo_id", value: "a", isRegex: false, isEqual: true }],
      startsAt: at("2026-11-22T12:00:00.123Z"),
      endsAt: at("2026-11-22T13:00:00Z"),
      createdBy: "alice",
      comment: "by hand",
    });
  });

  it("are asked for again at once when the connection broke; writing is never repeated blindly", async () => {
    const asked: string[] = [];
    const broken: Send = async ({ method }) => {
      asked.push(method);
      throw Object.assign(new Error("boom"), { code: "ECONNRESET" });
    };
    const silences = store(broken, 1);
    expect(await messageOf(silences.list())).toBe(
      "Alertmanager at http://am.example: the connection was reset",
    );
    await messageOf(silences.expire("s1"));
    expect(asked).toEqual(["GET", "GET", "DELETE"]);
  });

  it.each<[string, Send, string]>([
    ["refuses credentials", async () => ({ status: 401, text: "no" }), "credentials were refused (401)"],
    [
      "answers in its own words",
      async () => ({ status: 400, text: '"bad matcher"' }),
      'answered 400: "bad matcher"',
    ],
    [
      "is something else",
      async () => ({ status: 200, text: "<html>" }),
      "what answers there is not Alertmanager's API v2: check the URL's path",
    ],
    [
      "is of another time",
      async () => ({ status: 200, text: JSON.stringify([{ ...held, endsAt: "soon" }]) }),
      "what answers there is not Alertmanager's API v2: check the URL's path",
    ],
    ["never answers", () => new Promise<never>(() => undefined), "no answer in time"],
  ])("say what is wrong when it %s", async (_, send, reason) => {
    expect(await messageOf(store(send).list())).toBe(`Alertmanager at http://am.example: ${reason}`);
  });
});
