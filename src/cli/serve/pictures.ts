import { join } from "node:path";
import { isPostgres, type Settings } from "../../config/settings.ts";
import { pictureKey } from "../../report/pictures/link.ts";
import { loadKey } from "../../store/key.ts";
import { files } from "../../store/sqlite.ts";

/**
 * What links to pictures are signed with: only where announcements are to carry them, and out of the journal's key,
 * which every replica has.
 */
export function pictureKeyOf({
  notices,
  journalKey,
  data,
}: Pick<Settings, "notices" | "journalKey" | "data">): Uint8Array | undefined {
  if (notices.pictures === undefined || data === undefined) return undefined;
  const path = journalKey ?? (isPostgres(data) ? "" : join(data, files.key));
  return pictureKey(loadKey(path, true, () => undefined));
}
