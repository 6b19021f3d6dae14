import type { RequestHandler } from "express";
import { Agent, request } from "undici";
import { z } from "zod";
import { catalogue, regions } from "./catalogue.ts";
import { createBreaker } from "./breaker.ts";
import { connectDatabase } from "./database.ts";
import { createDice, work, workTime } from "./pace.ts";
import type { Trade } from "./service.ts";

const order = z.strictObject({ book: z.string().min(1), region: z.enum(regions) });

/** Takes orders; each is paid by a call to payments in the customer's region. */
export function checkout(paymentsUrl: string): Trade {
  const dice = createDice(81);
  const dispatcher = new Agent({ connections: 64, headersTimeout: 2_000, bodyTimeout: 2_000 });
  const pay = async (region: string): Promise<number> => {
    const { statusCode, body } = await request(`${paymentsUrl}/payments/${region}`, {
      method: "POST",
      dispatcher,
    });
    await body.dump();
    return statusCode;
  };
  const serve: RequestHandler = async (incoming, response) => {
    const read = order.safeParse(incoming.body);
    if (!read.success)
      return void response.status(400).json({ title: "not an order", detail: z.prettifyError(read.error) });
    // A payments service that fails or does not answer is a bad gateway to the customer.
    const paid = await pay(read.data.region).catch(() => 0);
    if (paid !== 200 && paid !== 402) return void response.status(502).json({ title: "payment failed" });
    await work(workTime(dice, catalogue.checkout.slowShare));
    response.status(201).json({ book: read.data.book, state: paid === 402 ? "unpaid" : "accepted" });
  };
  return { name: "checkout", method: "post", path: "/orders", serve, close: () => dispatcher.close() };
}

/**
 * Authorises payments, region by region, and writes each down; every sixty-fourth card is declined, which is no error.
 * What the database does not take through the breaker was not paid.
 */
export function payments(databaseUrl: string): Trade {
  const dice = createDice(82);
  const database = connectDatabase(databaseUrl);
  const breaker = createBreaker("database");
  const serve: RequestHandler = async (_incoming, response) => {
    const kept = await breaker.call((signal) => database.state("insert", signal)).catch(() => undefined);
    if (kept === undefined) return void response.status(503).json({ title: "the payment cannot be kept" });
    await work(workTime(dice, catalogue.payments.slowShare));
    const declined = dice() < 1 / 64;
    response.status(declined ? 402 : 200).json({ state: declined ? "declined" : "authorised" });
  };
  const { expose } = breaker;
  return {
    name: "payments",
    method: "post",
    path: "/payments/:region",
    serve,
    expose,
    close: database.close,
  };
}

const books = ["Dubliners", "Emma", "Middlemarch", "Moby-Dick", "Persuasion", "Ulysses", "Walden"];

/** Finds books by a look into the database, with nothing in between that would spare it. */
export function search(databaseUrl: string): Trade {
  const dice = createDice(83);
  const database = connectDatabase(databaseUrl);
  const serve: RequestHandler = async (incoming, response) => {
    const wanted = incoming.query.q;
    if (typeof wanted !== "string") return void response.status(400).json({ title: "what for? add ?q=" });
    const looked = await database.state("select").catch(() => undefined);
    if (looked === undefined)
      return void response.status(503).json({ title: "the shelves are out of reach" });
    await work(workTime(dice, catalogue.search.slowShare));
    response.json(books.filter((title) => title.toLowerCase().includes(wanted.toLowerCase())));
  };
  return { name: "search", method: "get", path: "/search", serve, close: database.close };
}
