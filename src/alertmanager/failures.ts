import { TaskCancelledError } from "cockatiel";
import { networkWords } from "../model/wording.ts";

/** What keeps nines from an Alertmanager; the message is fit for people and holds no secret. */
export class AlertmanagerTrouble extends Error {
  /** It answered, and what it was given is at fault rather than itself. */
  readonly refused: boolean;
  constructor(message: string, refused = false) {
    super(message);
    this.refused = refused;
  }
}

const inWords: Readonly<Record<string, string>> = {
  ...networkWords,
  UND_ERR_HEADERS_TIMEOUT: "no answer in time",
  UND_ERR_BODY_TIMEOUT: "no answer in time",
};

/** What a thrown error means; `where` names the Alertmanager and its URL. */
export function describeFailure(where: string, error: unknown): string {
  if (error instanceof TaskCancelledError) return `${where}: no answer in time`;
  const { code = "", message } = error as NodeJS.ErrnoException;
  return `${where}: ${inWords[code] ?? message}`;
}

/** What an answer other than 200 means. Its words are Alertmanager's own, cut short. */
export function describeStatus(where: string, status: number, text: string): string {
  if (status === 401 || status === 403) return `${where}: credentials were refused (${status})`;
  const words = text.trim().slice(0, 200);
  return `${where}: answered ${status}${words === "" ? "" : `: ${words}`}`;
}
