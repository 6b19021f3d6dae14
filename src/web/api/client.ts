import type { ProblemBody } from "../../http/schemas/operations.ts";

/** What the server answered instead of what was asked for; its words are for people. */
export class Refusal extends Error {
  readonly status: number;
  readonly problem: Partial<ProblemBody>;

  constructor(status: number, problem: Partial<ProblemBody>) {
    super(problem.detail ?? `the server answered ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

const storage = "nines-token";

/** Told when somebody else looks at the page. */
const watchers = new Set<() => void>();
const tell = (): void => watchers.forEach((watcher) => watcher());

/** A token that somebody pasted; kept for this tab alone and forgotten with it. */
export const token = {
  read: (): string | null => sessionStorage.getItem(storage),
  keep: (value: string): void => {
    sessionStorage.setItem(storage, value);
    tell();
  },
  forget: (): void => {
    sessionStorage.removeItem(storage);
    tell();
  },
  onChange: (watcher: () => void): void => void watchers.add(watcher),
};

export function headers(): Record<string, string> {
  const held = token.read();
  return { accept: "application/json", ...(held !== null && { authorization: `Bearer ${held}` }) };
}

async function answerOf<Body>(response: Response): Promise<Body> {
  const body: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, body as Partial<ProblemBody>);
  return body as Body;
}

/** @throws Refusal when the server says no, TypeError when it cannot be reached */
export const read = async <Body>(path: string, signal?: AbortSignal): Promise<Body> =>
  answerOf<Body>(await fetch(path, { headers: headers(), ...(signal !== undefined && { signal }) }));

/** A picture as an address that an `<img>` may have: fetched as anything else is, with the token that is held. */
export async function readPicture(path: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(path, { headers: { ...headers(), accept: "image/*" }, signal });
  if (!response.ok) throw new Refusal(response.status, {});
  const reader = new FileReader();
  const done = new Promise<string>((resolve, reject) => {
    reader.onload = () => resolve(reader.result as string);
    reader.onerror = () => reject(new TypeError("the picture cannot be read"));
  });
  reader.readAsDataURL(await response.blob());
  return done;
}

/** A page that did not come over https has no `randomUUID`. */
export const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** Writes carry a key, so that a retry under the same one is told what the first try was told. */
export const write = async <Body>(
  path: string,
  body: unknown,
  method = "POST",
  key = newKey(),
): Promise<Body> =>
  answerOf<Body>(
    await fetch(path, {
      method,
      headers: {
        ...headers(),
        "content-type": "application/json",
        "x-nines-request": "1",
        "idempotency-key": key,
      },
      body: JSON.stringify(body),
    }),
  );
