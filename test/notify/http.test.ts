import { createHmac } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { type Answer, type Receiver, startReceiver } from "../../kit/notices/receiver.ts";
import { freePort } from "../../kit/processes.ts";
import type { Channel } from "../../src/notify/channel.ts";
import { addressFrom, secretFrom } from "../../src/notify/secret.ts";
import { openSlack } from "../../src/notify/slack.ts";
import { openWebhook } from "../../src/notify/webhook.ts";
import { notice } from "../governance/notices/messages.ts";

const key = "whsec_c2VjcmV0LXNpZ25pbmcta2V5LW9mLTMyLWJ5dGVz";
const open: { receiver?: Receiver; channel?: Channel } = {};
afterEach(async () => {
  await open.channel?.close();
  await open.receiver?.close();
});

async function hook(answer?: Answer): Promise<{ receiver: Receiver; channel: Channel }> {
  const receiver = await startReceiver(answer && (() => answer));
  const options = { name: "hook", url: receiver.url, place: {}, now: () => 1_795_348_800.7 };
  const channel = openWebhook({ ...options, secret: async () => key });
  Object.assign(open, { receiver, channel });
  return { receiver, channel };
}

describe("a webhook", () => {
  it("is sent an event whose signature a receiver can check as Standard Webhooks has it", async () => {
    const { receiver, channel } = await hook();
    expect(await channel.deliver(notice())).toEqual({ kind: "delivered" });
    const [{ headers, body } = { headers: {}, body: "" }] = receiver.received;
    expect(headers["content-type"]).toBe("application/cloudevents+json; charset=utf-8");
    expect(headers["idempotency-key"]).toBe("no-7-0000000a");
    expect(JSON.parse(body)).toMatchObject({ specversion: "1.0", id: "no-7-0000000a" });
    const secret = Buffer.from(key.slice(6), "base64");
    const signed = `no-7-0000000a.1795348800.${body}`;
    expect(headers["webhook-timestamp"]).toBe("1795348800");
    expect(headers["webhook-signature"]).toBe(
      `v1,${createHmac("sha256", secret).update(signed).digest("base64")}`,
    );
  });

  it("is sent the same bytes again when it is tried again", async () => {
    const { receiver, channel } = await hook({ status: 503 });
    await channel.deliver(notice());
    await channel.deliver(notice());
    const [one, other] = receiver.received;
    expect(other!.body).toBe(one!.body);
    expect(other!.headers["idempotency-key"]).toBe(one!.headers["idempotency-key"]);
  });

  it.each([
    [{ status: 204 }, { kind: "delivered" }],
    [{ status: 400 }, { kind: "refused", reason: "the receiver answered 400" }],
    [{ status: 413 }, { kind: "refused", reason: "the receiver answered 413" }],
    [{ status: 401 }, { kind: "failed", reason: "the receiver answered 401" }],
    [{ status: 404 }, { kind: "failed", reason: "the receiver answered 404" }],
    [{ status: 500 }, { kind: "failed", reason: "the receiver answered 500" }],
    [
      { status: 429, headers: { "retry-after": "17" } },
      { kind: "failed", reason: "the receiver answered 429", after: 17 },
    ],
    [
      { status: 503, headers: { "retry-after": "86400" } },
      { kind: "failed", reason: "the receiver answered 503", after: 3_600 },
    ],
    [
      { status: 302, headers: { location: "http://127.0.0.1:9/elsewhere" } },
      { kind: "failed", reason: "the receiver answered 302" },
    ],
  ])("that answers %o", async (answer, outcome) => {
    const { channel } = await hook(answer);
    expect(await channel.deliver(notice())).toEqual(outcome);
  });

  it("that nobody listens on is tried again", async () => {
    const url = `http://127.0.0.1:${await freePort()}/`;
    const channel = openWebhook({ name: "hook", url, place: {}, now: () => 0, secret: async () => key });
    open.channel = channel;
    expect(await channel.deliver(notice())).toEqual({ kind: "failed", reason: "ECONNREFUSED" });
  });

  it("whose secret cannot be read is sent nothing", async () => {
    const { receiver } = await hook();
    const secret = secretFrom({ kind: "environment", variable: "NO_SUCH_SECRET" }, {});
    const channel = openWebhook({ name: "h", url: receiver.url, place: {}, now: () => 0, secret });
    const outcome = await channel.deliver(notice());
    await channel.close();
    expect(outcome).toEqual({ kind: "failed", reason: "NO_SUCH_SECRET is not set" });
    expect(receiver.received).toEqual([]);
  });
});

describe("a Slack-compatible webhook", () => {
  it("is sent text and blocks", async () => {
    const { receiver } = await hook();
    const channel = openSlack({ name: "shop", url: async () => receiver.url, place: {} });
    expect(await channel.deliver(notice())).toEqual({ kind: "delivered" });
    await channel.close();
    expect(JSON.parse(receiver.received[0]!.body)).toMatchObject({
      text: expect.stringContaining("is frozen") as string,
      blocks: expect.any(Array) as unknown[],
    });
  });

  it("whose address was not allowed is sent nothing, and the address is not repeated", async () => {
    const secret = async () => "http://hooks.example/services/T0/B0/very-secret";
    const channel = openSlack({ name: "shop", url: addressFrom(secret, () => false), place: {} });
    open.channel = channel;
    const outcome = await channel.deliver(notice());
    expect(outcome.kind).toBe("failed");
    expect(JSON.stringify(outcome)).not.toContain("secret");
  });
});
