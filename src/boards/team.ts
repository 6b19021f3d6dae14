import { createHash } from "node:crypto";
import { variable } from "./parts/select.ts";

/** A board as plain JSON, whoever made it. */
export type BoardJson = Readonly<Record<string, unknown>> & { uid: string; title: string };

/** A folder of Grafana's. */
export interface BoardFolder {
  uid: string;
  title: string;
}

/** Where the boards for everybody stand. */
export const generalFolder: BoardFolder = { uid: "nines", title: "nines" };

/** The same for the same name; Grafana takes no more than 40 characters of a few kinds. */
const digest = (owner: string): string => createHash("sha256").update(owner).digest("hex").slice(0, 10);

export const folderOf = (owner: string): BoardFolder => ({ uid: `nines-${digest(owner)}`, title: owner });

/** Not the tag of the boards for everybody: their menu would list each team's as well. */
const teamTag = "nines-team";

interface VariableJson {
  name?: unknown;
  type?: unknown;
}

const variablesOf = ({ templating }: BoardJson): readonly VariableJson[] =>
  (templating as { list?: readonly VariableJson[] } | undefined)?.list ?? [];

const choosesService = ({ name, type }: VariableJson): boolean =>
  name === variable.service && type === "query";

/** A board by service, offering the services of one team alone; undefined for a board that is not by service. */
export function teamBoard(
  board: BoardJson,
  owner: string,
  services: readonly string[],
): BoardJson | undefined {
  if (!variablesOf(board).some(choosesService)) return undefined;
  // Names of services hold nothing that a regular expression reads otherwise.
  const regex = `/^(${services.toSorted().join("|")})$/`;
  return {
    ...board,
    uid: `${board.uid.slice(0, 29)}-${digest(owner)}`,
    title: `${board.title} · ${owner}`,
    tags: [teamTag],
    templating: {
      list: variablesOf(board).map((each) => (choosesService(each) ? { ...each, regex } : each)),
    },
  };
}
