import { createTransport } from "nodemailer";
import { mailMessage } from "../governance/notices/render/mail.ts";
import type { Place } from "../governance/notices/render/text.ts";
import type { Channel, Delivery } from "./channel.ts";
import { SecretUnreadable, type Secret } from "./secret.ts";

/** How mail leaves: with TLS from the first byte, after STARTTLS, or without. */
export const mailSecurities = ["tls", "starttls", "none"] as const;
export type MailSecurity = (typeof mailSecurities)[number];

export interface MailServer {
  host: string;
  port: number;
  security: MailSecurity;
  from: string;
  /** The authorities trusted instead of the system's, as PEM. */
  ca?: Secret;
  login?: { username: string; password: Secret };
}

export interface MailOptions {
  name: string;
  to: readonly string[];
  server: MailServer;
  place: Place;
}

const patience = 10_000;

/** E-mail through one SMTP server; a connection for each message, since there are few. */
export function openMail({ name, to, server, place }: MailOptions): Channel {
  return {
    name,
    digests: true,
    deliver: async (message) => {
      let transport: Awaited<ReturnType<typeof transportTo>> | undefined;
      try {
        transport = await transportTo(server);
        await transport.sendMail({
          from: server.from,
          to: [...to],
          ...mailMessage(message, place),
          // The same however often it is sent: mailboxes show it once.
          messageId: `<${message.id}@nines>`,
          date: new Date(message.at * 1_000),
          headers: { "Auto-Submitted": "auto-generated", "X-Nines-Notice": message.id },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return { kind: "delivered" };
      } catch (error) {
        return failureOf(error);
      } finally {
        transport?.close();
      }
    },
    close: async () => undefined,
  };
}

async function transportTo({ host, port, security, login, ca }: MailServer) {
  const password = await login?.password();
  const authorities = await ca?.();
  return createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(authorities !== undefined && { tls: { ca: authorities } }),
    ...(login !== undefined && password !== undefined && { auth: { user: login.username, pass: password } }),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
  });
}

/** By the reply's code alone: a server's words may repeat a login. What it says to the content is about this message. */
function failureOf(error: unknown): Delivery {
  if (error instanceof SecretUnreadable) return { kind: "failed", reason: error.message };
  const { responseCode, code, command } = (error ?? {}) as {
    responseCode?: number;
    code?: string;
    command?: string;
  };
  if (responseCode === undefined) return { kind: "failed", reason: code ?? "the mail could not be sent" };
  const reason = `the mail server answered ${responseCode}${command === undefined ? "" : ` to ${command}`}`;
  return { kind: responseCode >= 500 && command === "DATA" ? "refused" : "failed", reason };
}
