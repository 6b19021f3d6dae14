import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import express, { type Express, type RequestHandler } from "express";
import { z } from "zod";
import { createBooks, noStorefrontFaults, type Books, type StorefrontFaults } from "./orders.ts";
import { accountPage, shopPage } from "./page.ts";

/** What the shop's one customer logs in with; the demo hands it to nines as a secret. */
export const customer = { user: "reader", password: "an-open-book" } as const;
export const shelf = ["Emma", "Middlemarch", "Persuasion", "Ulysses", "Walden"] as const;

export interface Storefront {
  url: string;
  port: number;
  /** Orders that nobody cancelled. */
  left(): number;
  close(): Promise<void>;
}

const faultRequest = z.strictObject({
  neverVerified: z.boolean().optional(),
  noToken: z.boolean().optional(),
  brokenPayment: z.boolean().optional(),
  deadButton: z.boolean().optional(),
  latencyMs: z.number().int().min(0).max(60_000).optional(),
});
const credentials = z.object({ user: z.literal(customer.user), password: z.literal(customer.password) });
const wish = z.object({ book: z.enum(shelf) });

/** Where books are bought: log in, take the token, fill the basket, pay, see the payment verified. */
export async function openStorefront({ host, port }: { host: string; port: number }): Promise<Storefront> {
  const books = createBooks();
  const server = createApp(books).listen(port, host);
  await once(server, "listening");
  const at = (server.address() as AddressInfo).port;
  return {
    url: `http://${host}:${at}`,
    port: at,
    left: () => books.left(),
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function createApp(books: Books): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(express.json());
  let faults = noStorefrontFaults;
  app.get("/healthz", (_request, response) => void response.send("ok\n"));
  app.get("/faults", (_request, response) => void response.json(faults));
  app.post("/faults", (request, response) => {
    const read = faultRequest.safeParse(request.body);
    if (!read.success)
      return void response.status(400).json({ title: "not a fault", detail: z.prettifyError(read.error) });
    const said = Object.entries(read.data).filter(([, value]) => value !== undefined);
    faults = { ...faults, ...Object.fromEntries(said) };
    response.json(faults);
  });
  app.use(async (_request, _response, next) => {
    await wait(faults.latencyMs);
    next();
  });
  app.get("/", (_request, response) => void response.send(shopPage(shelf, faults.deadButton)));
  sell(app, books, () => faults);
  return app;
}

const cookieName = "session";
const sessionOf = (books: Books, cookies: string | undefined) =>
  books.session(new RegExp(`(?:^|; )${cookieName}=([^;]+)`).exec(cookies ?? "")?.[1] ?? "");

/** The path of a purchase, in its order. */
function sell(app: Express, books: Books, faults: () => StorefrontFaults): void {
  app.post("/login", (request, response) => {
    if (!credentials.safeParse(request.body).success)
      return void response.status(401).json({ title: "wrong name or password" });
    response
      .cookie(cookieName, books.open(), { httpOnly: true, sameSite: "strict" })
      .json({ state: "welcome" });
  });
  app.get("/account", (request, response) => {
    const session = sessionOf(books, request.headers.cookie);
    if (session === undefined) return void response.status(401).send(accountPage(undefined));
    response.send(accountPage(faults().noToken ? undefined : session.token));
  });
  app.post("/basket", withToken(books), (request, response) => {
    const read = wish.safeParse(request.body);
    if (!read.success) return void response.status(400).json({ title: "not on our shelves" });
    const session = sessionOf(books, request.headers.cookie);
    if (session !== undefined) session.basket = read.data.book;
    response.status(201).json({ items: [read.data.book] });
  });
  app.post("/payments", withToken(books), (request, response) => {
    const book = sessionOf(books, request.headers.cookie)?.basket;
    if (faults().brokenPayment) return void response.status(500).json({ title: "something broke" });
    if (book === undefined) return void response.status(409).json({ title: "the basket is empty" });
    const order = books.order(book, faults().neverVerified ? "captured" : "verified");
    response.status(201).json({ id: order.id, steps: ["created", "authorised", "captured"] });
  });
  app.get("/orders/:id", (request, response) => {
    const order = books.find(request.params.id);
    if (order === undefined) response.status(404).json({ title: "no such order" });
    else response.json(order);
  });
  app.delete("/orders/:id", (request, response) => {
    response.status(books.cancel(request.params.id) ? 204 : 404).end();
  });
}

const withToken =
  (books: Books): RequestHandler =>
  (request, response, next) => {
    const session = sessionOf(books, request.headers.cookie);
    if (session !== undefined && request.headers["x-csrf-token"] === session.token) next();
    else response.status(403).json({ title: "log in, and send your token" });
  };
