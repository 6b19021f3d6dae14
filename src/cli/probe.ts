import type { Flags } from "../config/decode.ts";
import { addSettings } from "./journey.ts";
import type { Register } from "./program.ts";

const help = `
Runs the journeys of a folder from one location and counts them on its own /metrics, beside which it has /healthz.
Let a Prometheus scrape it like anything else: it never touches budgets itself. Every location needs a name of its
own. Without --listen it listens on 127.0.0.1:8091.

With --report it tells a nines of every run, so that the page shows the waterfalls of all locations side by side. It
connects from here to there alone, and needs a token of the role prober. What is reported is looked at and counted
nowhere; no run waits for it. Without a connection the last 2,000 runs wait; a nines that was started again is told of
the last runs anew.

Signals: SIGHUP reads the definitions anew; SIGTERM and SIGINT end once the runs under way are over (5 s at most).
Exit code: 0 ended as asked, 1 settings or definitions are at fault, 2 it could not work.

Examples:
  nines probe --location eu-1 --journey-target shop.example.org
  nines probe --location office --listen :8091 --journey-target '*.example.org' --journey-network private
  nines probe --location office --journey-target shop.example.org --allow-browser-scripts
  nines probe --location office --journey-target shop.example.org --report https://nines.example.org --token-file office.token
  NINES_SECRET_SHOP_PASSWORD=… nines probe --location eu-1 --config nines.yaml`;

const settings = [
  ...["slos", "listen", "data", "location", "secretsDir", "journeyTargets", "journeyNetworks"],
  ...["allowBrowserScripts", "chromium", "chromiumWithoutSandbox", "screenshots", "report"],
  ...["reportInsecureHttp", "tokenFile"],
  ...["logLevel", "logFormat", "config"],
];

export const register: Register = (program, done) => {
  const command = program.command("probe").description("run journeys from one location");
  addSettings(command, settings);
  command.addHelpText("after", help).action(async (flags: Flags) => {
    const { probe } = await import("./journey/probe.ts");
    done(await probe(flags, process.env));
  });
};
