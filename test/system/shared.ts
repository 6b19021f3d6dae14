import { type Browser, chromium } from "playwright-core";
import { inject } from "vitest";
import type { SharedDemo } from "../setup/demo.ts";

async function ask<Facts>(name: string): Promise<Facts> {
  const answer = await fetch(`${inject("lazy")}/${name}`);
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error(`the shared ${name} did not start: ${String(body)}`);
  return body as Facts;
}

/** The one demo of all tests, started for the first that asks. Nobody stops it, kills its servers or breaks its shop. */
export const sharedDemo = (): Promise<SharedDemo> => ask("demo");

/** The one Chromium of all tests, over a connection of one's own: closing it closes one's own pages and no others. */
export const sharedBrowser = async (): Promise<Browser> => chromium.connect(await ask<string>("chromium"));
