import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type BoardJson, folderOf, generalFolder, teamBoard } from "../../boards/team.ts";
import { readSpecs } from "../../files/read.ts";
import { faultOf, formatDiagnostics } from "../../spec/format.ts";
import { loadDefinitions } from "../../spec/load.ts";
import { CliError, exit } from "../exit.ts";
import { fileReason } from "../file-reason.ts";
import type { WantedBoard } from "./plan.ts";

/** The boards of files and of the folders' `*.json`, in the order of their names. @throws CliError */
export function readBoards(paths: readonly string[]): readonly BoardJson[] {
  const files = paths.flatMap((path) => (isFolder(path) ? jsonIn(path) : [path]));
  if (files.length === 0)
    throw new CliError(`there is no board in ${paths.join(", ")}: nines compile writes them`);
  const boards = files.map(readBoard);
  const twice = boards.find(({ uid }, at) => boards.findIndex((other) => other.uid === uid) < at);
  if (twice === undefined) return boards;
  throw new CliError(`two boards have the uid ${twice.uid}: give each its own`, exit.inputAtFault);
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const jsonIn = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .map((name) => join(folder, name));

function readBoard(path: string): BoardJson {
  const board = parsed(path);
  const { uid, title } = (board ?? {}) as { uid?: unknown; title?: unknown };
  if (typeof uid === "string" && uid !== "" && typeof title === "string" && title !== "")
    return board as BoardJson;
  throw new CliError(
    `${path} is no board with a uid and a title: without a uid each push would make a new one`,
    exit.inputAtFault,
  );
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new CliError(`${path} is no JSON: ${error.message}`, exit.inputAtFault);
    throw new CliError(`${path} cannot be read: ${fileReason(error)}`);
  }
}

/** The services of each owner, by the definitions. @throws CliError when they have errors */
export async function servicesByOwner(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const read = await readSpecs([folder]);
  const { definitions, diagnostics } = loadDefinitions(read.files);
  const all = [...read.diagnostics, ...diagnostics];
  if (faultOf(all) !== "none") {
    process.stderr.write(formatDiagnostics(all, "text"));
    throw new CliError(
      `the definitions in ${folder} say whose a service is; --no-teams does without`,
      exit.inputAtFault,
    );
  }
  const owned = new Map<string, string[]>();
  for (const { name, owner } of definitions.services)
    if (owner !== undefined) owned.set(owner, [...(owned.get(owner) ?? []), name]);
  return owned;
}

/** Every board in the folder for everybody; those by service in each team's, too, with its own services. */
export const wantedBoards = (
  boards: readonly BoardJson[],
  teams: ReadonlyMap<string, readonly string[]>,
): readonly WantedBoard[] => [
  ...boards.map((board) => ({ board, folder: generalFolder })),
  ...[...teams].flatMap(([owner, services]) =>
    boards.flatMap((board) => {
      const own = teamBoard(board, owner, services);
      return own === undefined ? [] : [{ board: own, folder: folderOf(owner) }];
    }),
  ),
];
