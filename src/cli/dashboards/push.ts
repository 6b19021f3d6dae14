import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import { mayBePlain, webAddress } from "../../config/values.ts";
import { type BoardStore, openBoards } from "../../grafana/boards.ts";
import { connectGrafana } from "../../grafana/connection.ts";
import { GrafanaTrouble } from "../../grafana/trouble.ts";
import { secretFrom } from "../../notify/secret.ts";
import { CliError, exit, type ExitCode } from "../exit.ts";
import { contentOf, messageOf, type Step, stepFor, type StepKind } from "./plan.ts";
import { readBoards, servicesByOwner, wantedBoards } from "./read-boards.ts";

export interface PushOptions {
  grafana: string;
  tokenFile?: string;
  slos: string;
  teams: boolean;
  dryRun?: true;
  overwrite?: true;
  insecureHttp?: true;
}

/** Lines of one board's difference; more is said as a number. */
const shownLines = 60;

export async function push(paths: readonly string[], options: PushOptions): Promise<ExitCode> {
  const boards = readBoards(paths);
  const teams = options.teams ? await servicesByOwner(options.slos) : new Map<string, readonly string[]>();
  const connection = connectGrafana({ url: addressOf(options), token: tokenOf(options) });
  try {
    const store = openBoards(connection);
    const steps: Step[] = [];
    for (const wanted of wantedBoards(boards, teams)) {
      const found = await store.find(wanted.board.uid);
      steps.push(stepFor(wanted, found, options.overwrite === true));
    }
    return options.dryRun === true ? show(steps) : await carryOut(steps, store, options);
  } catch (error) {
    throw error instanceof GrafanaTrouble ? new CliError(error.message) : error;
  } finally {
    await connection.close();
  }
}

function addressOf({ grafana, insecureHttp }: PushOptions): string {
  const address = webAddress(grafana);
  if (!address.ok) throw new CliError(`--grafana ${address.message}`, exit.inputAtFault);
  if (insecureHttp === true || mayBePlain(address.value)) return address.value;
  throw new CliError(
    `--grafana ${address.value} is without TLS: write https, or --insecure-http for a network that you trust`,
    exit.inputAtFault,
  );
}

const tokenOf = ({ tokenFile }: PushOptions): (() => Promise<string>) =>
  secretFrom(
    tokenFile === undefined
      ? { kind: "environment", variable: "GRAFANA_TOKEN" }
      : { kind: "file", path: tokenFile },
    process.env,
  );

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const words: Readonly<Record<StepKind, readonly [done: string, planned: string]>> = {
  create: ["created", "would be created"],
  update: ["updated", "would be updated"],
  keep: ["unchanged", "unchanged"],
  refuse: ["not written", "not written"],
};

const line = ({ kind, board, folder, reason }: Step, isPlanned: boolean): string =>
  `${words[kind][isPlanned ? 1 : 0]}: ${board.title} (${board.uid}) in ${folder.title}` +
  (reason === undefined ? "" : `: ${reason}`);

function show(steps: readonly Step[]): ExitCode {
  for (const step of steps) {
    process.stdout.write(difference(step));
    say(line(step, true));
  }
  summarize(steps, true);
  return steps.every(({ kind }) => kind === "keep") ? exit.good : exit.inputAtFault;
}

async function carryOut(
  steps: readonly Step[],
  store: BoardStore,
  { overwrite }: PushOptions,
): Promise<ExitCode> {
  const done: Step[] = [];
  const folders = new Set<string>();
  for (const step of steps) {
    process.stdout.write(difference(step));
    const { folder, kind } = step;
    const isWritten = kind === "create" || kind === "update";
    if (isWritten && !folders.has(folder.uid)) {
      folders.add(folder.uid);
      if (await store.ensureFolder(folder)) say(`created: the folder ${folder.title}`);
    }
    const outcome = isWritten ? await save(step, store, overwrite === true) : step;
    say(line(outcome, false));
    done.push(outcome);
  }
  summarize(done, false);
  return done.some(({ kind }) => kind === "refuse") ? exit.inputAtFault : exit.good;
}

async function save(step: Step, store: BoardStore, overwrite: boolean): Promise<Step> {
  const { board, folder, version } = step;
  const reason = await store.save({
    board,
    folder: folder.uid,
    version,
    message: messageOf(step),
    overwrite,
  });
  return reason === undefined ? step : { ...step, kind: "refuse", reason };
}

function summarize(steps: readonly Step[], isPlanned: boolean): void {
  const counts = (["create", "update", "keep", "refuse"] as const).map((kind) => {
    const many = steps.filter((step) => step.kind === kind).length;
    return many === 0 ? [] : [`${many} ${words[kind][isPlanned ? 1 : 0]}`];
  });
  say(counts.flat().join(", "));
}

/** What a push changes of a board that stands, as a unified difference. */
function difference({ kind, board, found, folder }: Step): string {
  if (found === undefined || kind === "keep") return "";
  const [before, after] = [found.json, board].map(
    (json) => `${JSON.stringify(sorted(contentOf(json)), undefined, 2)}\n`,
  );
  const patch = createTwoFilesPatch(
    `Grafana/${board.uid}`,
    `nines/${board.uid}`,
    before ?? "",
    after ?? "",
    undefined,
    undefined,
    {
      context: 2,
      maxEditLength: 2_000,
      headerOptions: FILE_HEADERS_ONLY,
    },
  );
  const moved = found.folder === folder.uid ? "" : `${board.uid} moves to the folder ${folder.title}\n`;
  if (patch === undefined) return `${moved}${board.uid} differs throughout\n`;
  const lines = patch.split("\n");
  const rest = lines.length - shownLines;
  return `${moved}${lines.slice(0, shownLines).join("\n")}${rest > 0 ? `\n… and ${rest} lines more\n` : ""}`;
}

/** Fields in the order of their names: Grafana keeps an order of its own. */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
