import type { Reply } from "./annotations.ts";

type Json = Readonly<Record<string, unknown>>;

interface Kept {
  json: Json;
  folder: string;
  provisioned: boolean;
  /** Newest first. */
  versions: readonly { version: number; message: string }[];
}

interface Saved {
  dashboard: Json & { uid?: string; title?: string; version?: number };
  folderUid?: string;
  message?: string;
  overwrite?: boolean;
}

const no = (status: number, message: string, word?: string): Reply => ({
  status,
  json: { message, ...(word !== undefined && { status: word }) },
});

/** The part of Grafana's API that keeps boards in folders, with versions. */
export function keepDashboards() {
  const folders = new Map<string, string>();
  const kept = new Map<string, Kept>();
  let last = 0;
  const versionOf = (uid: string): number => kept.get(uid)?.versions[0]?.version ?? 0;
  return {
    folders: (): ReadonlyMap<string, string> => folders,
    /** Titles of the boards in a folder, by its title. */
    titlesIn: (folder: string): readonly unknown[] =>
      [...kept.values()].filter((each) => folders.get(each.folder) === folder).map(({ json }) => json.title),
    board: (uid: string): Json | undefined => kept.get(uid)?.json,
    /** As a person does who saves a board in the browser. */
    edit: (uid: string, change: Json, message = ""): void => {
      const before = kept.get(uid)!;
      const version = versionOf(uid) + 1;
      kept.set(uid, {
        ...before,
        json: { ...before.json, ...change, version },
        versions: [{ version, message }, ...before.versions],
      });
    },
    provision: (uid: string): void => void kept.set(uid, { ...kept.get(uid)!, provisioned: true }),
    findFolder: (uid: string): Reply => {
      const title = folders.get(uid);
      return title === undefined ? no(404, "folder not found") : { status: 200, json: { uid, title } };
    },
    createFolder: ({ uid, title }: { uid: string; title: string }): Reply => {
      if (folders.has(uid)) return no(409, "the folder has been changed by someone else");
      folders.set(uid, title);
      return { status: 200, json: { uid, title } };
    },
    find: (uid: string): Reply => {
      const found = kept.get(uid);
      if (found === undefined) return no(404, "Dashboard not found");
      const meta = { folderUid: found.folder, provisioned: found.provisioned };
      return { status: 200, json: { dashboard: found.json, meta } };
    },
    versions: (uid: string): Reply => ({ status: 200, json: { versions: kept.get(uid)?.versions ?? [] } }),
    save: ({ dashboard, folderUid = "", message = "", overwrite = false }: Saved): Reply => {
      const { uid = "", title = "" } = dashboard;
      if (title === "") return no(400, "Dashboard title cannot be empty");
      if (folderUid !== "" && !folders.has(folderUid)) return no(400, "folder not found");
      const before = kept.get(uid);
      if (before?.provisioned === true) return no(400, "Cannot save provisioned dashboard");
      if (before !== undefined && !overwrite && dashboard.version !== versionOf(uid))
        return no(412, "The dashboard has been changed by someone else", "version-mismatch");
      const version = versionOf(uid) + 1;
      last += 1;
      kept.set(uid, {
        json: { ...dashboard, id: before?.json.id ?? last, version },
        folder: folderUid,
        provisioned: false,
        versions: [{ version, message }, ...(before?.versions ?? [])],
      });
      return { status: 200, json: { uid, version, status: "success" } };
    },
  };
}

export type Dashboards = ReturnType<typeof keepDashboards>;
