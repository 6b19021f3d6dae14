import type { z } from "zod";
import { exit, type ExitCode } from "../exit.ts";
import { ask, bodyOf, send, type Parameters } from "../remote/client.ts";
import type { RemoteOptions } from "../remote/options.ts";
import type { Ink } from "../terminal/ink.ts";
import { show } from "../terminal/look.ts";

/** How an answer is read and shown to a person. */
export interface Shown<Body> {
  schema: z.ZodType<Body>;
  lines: (body: Body, ink: Ink) => readonly string[];
}

/** As JSON where that was asked for, else in words. */
export function print<Body>({ json }: RemoteOptions, body: Body, lines: Shown<Body>["lines"]): ExitCode {
  show(body, ({ ink }) => lines(body, ink), json);
  return exit.good;
}

/** Asks, and shows what was answered. */
export async function look<Body>(
  options: RemoteOptions,
  path: string,
  { schema, lines }: Shown<Body>,
  parameters: Parameters = {},
): Promise<ExitCode> {
  return print(options, bodyOf(await ask(options, path, schema, parameters)), lines);
}

/** Does something on the record, and shows how things stand then. */
export async function act<Body>(
  options: RemoteOptions,
  method: "POST" | "PUT",
  path: string,
  body: unknown,
  { schema, lines }: Shown<Body>,
): Promise<ExitCode> {
  return print(options, bodyOf(await send(options, method, path, schema, body)), lines);
}
