import type { Logger } from "pino";
import type { Settings } from "../../config/settings.ts";
import type { Reading } from "../../runtime/ports.ts";
import { describeData } from "./journal.ts";
import type { Listening } from "./listen.ts";
import { version } from "./version.ts";

interface Serving {
  settings: Settings;
  logger: Logger;
  listening: readonly Listening[];
}

/** Says once where everything is and what it was given. */
export function announce(
  { settings, logger, listening }: Serving,
  { definitions, diagnostics }: Reading,
): void {
  const [api, metrics = api] = listening;
  const { data, insecureNoAuth, slos } = settings;
  logger.info(
    {
      api: `${api?.url ?? ""}/api/v1`,
      metrics: `${metrics?.url ?? ""}/metrics`,
      prometheus: settings.sources.map(({ name, url }) => `${name}=${url}`).join(" "),
      slos: definitions?.slos.length ?? 0,
      warnings: diagnostics.length,
      definitions: slos,
      data: describeData(data),
      version,
      pid: process.pid,
    },
    `nines serves on ${api?.url ?? ""}`,
  );
  if (insecureNoAuth) logger.warn("--insecure-no-auth: everybody who reaches this address may read");
  if (settings.sources.length > 0 && diagnostics.length > 0)
    logger.warn({ warnings: diagnostics.length }, "the definitions have warnings: nines lint shows them");
}
