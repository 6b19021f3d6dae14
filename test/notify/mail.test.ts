import type { AddressInfo } from "node:net";
import { generate } from "selfsigned";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { openMail, type MailServer } from "../../src/notify/mail.ts";
import { notice } from "../governance/notices/messages.ts";

interface Delivered {
  from: string;
  to: readonly string[];
  text: string;
  user: unknown;
  secure: boolean;
}

let pems: { private: string; cert: string };
beforeAll(async () => {
  const altNames = [{ type: 7 as const, ip: "127.0.0.1" }];
  pems = await generate([{ name: "commonName", value: "127.0.0.1" }], {
    keySize: 2048,
    extensions: [{ name: "subjectAltName", altNames }],
  });
});

const open: SMTPServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise<void>((resolve) => server.close(() => resolve()));
});

/** A real SMTP server; `reply` decides what it says to a message. */
async function postOffice(options: SMTPServerOptions = {}, reply?: (text: string) => Error | undefined) {
  const delivered: Delivered[] = [];
  const server = new SMTPServer({
    key: pems.private,
    cert: pems.cert,
    authOptional: true,
    onAuth: ({ username, password }, _session, done) =>
      password === "right-horse" ? done(null, { user: username }) : done(new Error(`no ${password ?? ""}`)),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const failure = reply?.(text);
        if (failure !== undefined) {
          done(failure);
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        delivered.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          text,
          user: session.user,
          secure: session.secure,
        });
        done();
      });
    },
    ...options,
  });
  open.push(server);
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  const settings: MailServer = {
    host: "127.0.0.1",
    port,
    security: "starttls",
    from: "nines@example.org",
    ca: async () => pems.cert,
  };
  return { delivered, settings };
}

const mailTo = (server: MailServer) =>
  openMail({ name: "directors", to: ["dora@example.org", "sam@example.org"], server, place: {} });
const withCode = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code });

describe("a mail", () => {
  it("reaches everybody it is for, over TLS, and is the same mail however often it is sent", async () => {
    const { delivered, settings } = await postOffice();
    const channel = mailTo(settings);
    expect(await channel.deliver(notice())).toEqual({ kind: "delivered" });
    expect(await channel.deliver(notice())).toEqual({ kind: "delivered" });
    const [one, other] = delivered;
    expect(one).toMatchObject({
      from: "nines@example.org",
      to: ["dora@example.org", "sam@example.org"],
      secure: true,
    });
    for (const mail of [one!, other!]) {
      expect(mail.text).toContain("Message-ID: <no-7-0000000a@nines>");
      expect(mail.text).toContain("Auto-Submitted: auto-generated");
    }
    expect(one!.text).toContain("multipart/alternative");
  });

  it("logs in where it has to", async () => {
    const { delivered, settings } = await postOffice({ authOptional: false });
    const login = { username: "nines", password: async () => "right-horse" };
    expect(await mailTo({ ...settings, login }).deliver(notice())).toEqual({ kind: "delivered" });
    expect(delivered[0]).toMatchObject({ user: "nines", secure: true });
  });

  it("waits when its login is refused, and repeats no password", async () => {
    const { settings } = await postOffice({ authOptional: false });
    const login = { username: "nines", password: async () => "wrong-horse" };
    const outcome = await mailTo({ ...settings, login }).deliver(notice());
    expect(outcome).toMatchObject({ kind: "failed", reason: expect.stringContaining("535") as string });
    expect(JSON.stringify(outcome)).not.toContain("wrong-horse");
  });

  it("is not sent to a server that speaks no TLS", async () => {
    const { delivered, settings } = await postOffice({ disabledCommands: ["STARTTLS"] });
    expect((await mailTo(settings).deliver(notice())).kind).toBe("failed");
    expect(delivered).toEqual([]);
    expect(await mailTo({ ...settings, security: "none" }).deliver(notice())).toEqual({ kind: "delivered" });
  });

  it("is not sent to a server that somebody else vouches for", async () => {
    const { delivered, settings } = await postOffice();
    const { ca: _, ...anybody } = settings;
    expect((await mailTo(anybody).deliver(notice())).kind).toBe("failed");
    expect(delivered).toEqual([]);
  });

  it("goes out over TLS from the first byte", async () => {
    const { delivered, settings } = await postOffice({ secure: true });
    expect(await mailTo({ ...settings, security: "tls" }).deliver(notice())).toEqual({ kind: "delivered" });
    expect(delivered[0]).toMatchObject({ secure: true });
  });

  it.each([
    [451, "failed"],
    [554, "refused"],
  ])("that the server answers %i is %s", async (code, kind) => {
    const { settings } = await postOffice({}, () => withCode(code, "not this one"));
    const outcome = await mailTo(settings).deliver(notice());
    expect(outcome).toEqual({ kind, reason: `the mail server answered ${code} to DATA` });
  });

  it("waits while its readers are not known, rather than being lost", async () => {
    const { settings } = await postOffice({
      onRcptTo: (_address, _session, done) => done(withCode(550, "no such user")),
    });
    expect(await mailTo(settings).deliver(notice())).toMatchObject({ kind: "failed" });
  });
});
