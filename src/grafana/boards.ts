import { z } from "zod";
import type { BoardFolder, BoardJson } from "../boards/team.ts";
import type { Answered, GrafanaConnection } from "./connection.ts";
import { GrafanaTrouble } from "./trouble.ts";

/** A board as Grafana has it. */
export interface FoundBoard {
  json: Readonly<Record<string, unknown>>;
  version: number;
  /** Empty at the root. */
  folder: string;
  /** From files on Grafana's own disk: nobody may write it. */
  provisioned: boolean;
  /** What whoever saved it last said of it; undefined where Grafana keeps no history that this token may read. */
  message?: string;
}

export interface Saving {
  board: BoardJson;
  folder: string;
  /** Of the board that was found: 0 for a new one. Another one by now, and Grafana refuses. */
  version: number;
  message: string;
  overwrite: boolean;
}

export interface BoardStore {
  find: (uid: string) => Promise<FoundBoard | undefined>;
  /** Makes sure that the folder is there; true when it was not. */
  ensureFolder: (folder: BoardFolder) => Promise<boolean>;
  /** Undefined when it was saved, else why it was not. @throws GrafanaTrouble for anything that is not about this board */
  save: (saving: Saving) => Promise<string | undefined>;
}

const found = z.object({
  dashboard: z.looseObject({ version: z.number().optional() }),
  meta: z.object({ folderUid: z.string().optional(), provisioned: z.boolean().optional() }),
});
const version = z.object({ version: z.number(), message: z.string().optional() });
/** Newer versions of Grafana answer with pages. */
const history = z.union([z.array(version), z.object({ versions: z.array(version) })]);

/** Boards and folders by Grafana's HTTP API. */
export function openBoards({ send, ask, expectGood, url }: GrafanaConnection): BoardStore {
  const lastMessage = async (uid: string): Promise<{ message?: string }> => {
    const path = `/api/dashboards/uid/${encodeURIComponent(uid)}/versions?limit=1`;
    const { body } = await send({ method: "GET", path });
    const read = history.safeParse(body);
    if (!read.success) return {};
    const [last] = Array.isArray(read.data) ? read.data : read.data.versions;
    return last === undefined ? {} : { message: last.message ?? "" };
  };
  return {
    find: async (uid) => {
      try {
        const answer = await ask({ method: "GET", path: `/api/dashboards/uid/${encodeURIComponent(uid)}` });
        const { dashboard, meta } = found.parse(answer);
        return {
          json: dashboard,
          version: dashboard.version ?? 0,
          folder: meta.folderUid ?? "",
          provisioned: meta.provisioned ?? false,
          ...(await lastMessage(uid)),
        };
      } catch (error) {
        if (error instanceof GrafanaTrouble && error.status === 404) return undefined;
        if (error instanceof z.ZodError)
          throw new GrafanaTrouble(`Grafana at ${url}: what answers there is not Grafana's API`);
        throw error;
      }
    },
    ensureFolder: async ({ uid, title }) => {
      const answered = await send({ method: "GET", path: `/api/folders/${encodeURIComponent(uid)}` });
      if (answered.status !== 404) {
        expectGood(answered);
        return false;
      }
      await ask({ method: "POST", path: "/api/folders", json: { uid, title } });
      return true;
    },
    save: async ({ board, folder, version: known, message, overwrite }) => {
      const dashboard = { ...board, id: null, version: known };
      const json = { dashboard, folderUid: folder, message, overwrite };
      const answered = await send({ method: "POST", path: "/api/dashboards/db", json });
      if (answered.status === 412 || answered.status === 400) return reasonOf(answered);
      expectGood(answered);
      return undefined;
    },
  };
}

const reasons: Readonly<Record<string, string>> = {
  "version-mismatch": "somebody saved it in the meantime: push again to see what they changed",
  "name-exists": "another board of that title stands in the folder: rename or remove it there",
  "plugin-dashboard": "it belongs to a plugin of Grafana's",
};

function reasonOf({ status, body }: Answered): string {
  const { status: word = "", message = "" } = (body ?? {}) as { status?: string; message?: string };
  return (
    reasons[word] ??
    `Grafana will not have it (${status})${message === "" ? "" : `: ${message.slice(0, 200)}`}`
  );
}
