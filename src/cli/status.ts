import type { SloListBody } from "../http/schemas/slo.ts";
import { seconds } from "../model/units.ts";
import { exit, type ExitCode } from "./exit.ts";
import type { Register } from "./program.ts";
import { ask, bodyOf, type Parameters } from "./remote/client.ts";
import { withListOptions } from "./remote/list-options.ts";
import { withRemoteOptions, type RemoteOptions } from "./remote/options.ts";
import { show } from "./terminal/look.ts";
import { statusLines } from "./views/status.ts";

interface StatusOptions extends RemoteOptions {
  service?: string;
  environment?: string;
  state?: string;
  owner?: string;
  sort: string;
}

const help = `
The bar's full width is the error budget; what is filled is consumed, ▓ is overspent.
"left" is how long the budget lasts if the last hour's burn goes on; "burn-down" is what was left over
the window, for the first hundred SLOs, where the terminal has room for it.

Examples:
  nines status
  nines status --environment production --state frozen,restricted
  nines status checkout --json`;

export const register: Register = (program, done) => {
  withRemoteOptions(
    withListOptions(
      program
        .command("status")
        .description("how much error budget every SLO has left, worst first")
        .argument("[text]", "only SLOs whose id, description or owner holds this text"),
    ),
  )
    .addHelpText("after", help)
    .action(async (text: string | undefined, options: StatusOptions) => done(await run(text, options)));
};

async function run(text: string | undefined, options: StatusOptions): Promise<ExitCode> {
  const { service, environment, state, owner, sort } = options;
  const list = await wholeList(options, { q: text, service, environment, state, owner, sort });
  const lines = options.json ? noLines : await linesOf(options, list);
  show(list, (look) => statusLines({ ...list, lines }, look), options.json);
  return exit.good;
}

type Whole = Pick<SloListBody, "items" | "total" | "states" | "snapshot">;

/** All pages. A cycle may end between two of them: an SLO that moved is then seen twice, and kept once. */
async function wholeList(options: StatusOptions, filters: Parameters): Promise<Whole> {
  const { sloListSchema } = await import("../http/schemas/slo.ts");
  const found = new Map<string, SloListBody["items"][number]>();
  for (let page = 1; ; page += 1) {
    const parameters = { ...filters, limit: "1000", page: String(page) };
    const body = bodyOf(await ask(options, "/api/v1/slos", sloListSchema, parameters));
    for (const slo of body.items) if (!found.has(slo.id)) found.set(slo.id, slo);
    const { total, states, snapshot, next } = body;
    if (next === undefined) return { items: [...found.values()], total, states, snapshot };
  }
}

/** How many lines of burn-down a server draws at once. */
const most = 100;
/** Seconds: the numbers do not wait for a Prometheus that is slow to draw a picture. */
const patience = 3;
const noLines: ReadonlyMap<string, readonly number[]> = new Map();

/** What was left of the worst budgets, step by step; none where nobody can tell now. */
async function linesOf(options: StatusOptions, { items }: Whole): Promise<typeof noLines> {
  if (items.length === 0) return noLines;
  const { burnLinesSchema } = await import("../http/schemas/burn-lines.ts");
  const slo = items
    .slice(0, most)
    .map(({ id }) => id)
    .join();
  const timeout = seconds(Math.min(options.timeout, patience));
  const outcome = await ask({ ...options, timeout }, "/api/v1/burn-lines", burnLinesSchema, { slo });
  if (outcome.kind !== "answer") return noLines;
  return new Map(outcome.body.items.map(({ slo: id, left }) => [id, left]));
}
