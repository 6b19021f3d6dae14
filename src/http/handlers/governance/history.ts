import { JournalUnavailable } from "../../../governance/journal.ts";
import type { Asked } from "../../route.ts";
import type { HappeningBody } from "../../schemas/governance/common.ts";
import { iso } from "../../views/common.ts";
import { happeningView } from "../../views/governance/journal.ts";

/** As many as a person can read; the whole is `GET /api/v1/journal?subject=…`. */
const shown = 500;

/**
 * What happened to it, oldest first, from the journal itself. While that cannot be read everything else is still
 * answered, with its age.
 */
export async function historyOf(
  { deps }: Asked,
  subject: string,
): Promise<{ asOf?: string; history?: HappeningBody[] }> {
  const readAt = deps.desk.readAt();
  const asOf = readAt === undefined ? {} : { asOf: iso(readAt) };
  try {
    return { ...asOf, history: (await deps.desk.read(1, shown, { subject })).map(happeningView) };
  } catch (error) {
    if (error instanceof JournalUnavailable) return asOf;
    throw error;
  }
}
