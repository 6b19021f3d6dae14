import { useRef, useState } from "preact/hooks";
import { newKey, Refusal, write } from "./client.ts";

/** One key for as long as the same is sent: a double click and a retry are the same act, an edited form another. */
export function keyring(make: () => string = newKey) {
  let kept: { text: string; key: string } | undefined;
  return {
    keyFor: (text: string): string => {
      if (kept?.text !== text) kept = { text, key: make() };
      return kept.key;
    },
    /** It has arrived: the next one is meant anew. */
    done: (): void => {
      kept = undefined;
    },
  };
}

/** What the server says of one field: its own words, and those of what lies within it. */
export const fieldError = (error: Error | undefined, field: string): string | undefined => {
  if (!(error instanceof Refusal)) return undefined;
  const own = (error.problem.fields ?? []).filter(
    (each) =>
      each.field === field || each.field.startsWith(`${field}.`) || each.field.startsWith(`${field}[`),
  );
  return own.length === 0 ? undefined : own.map(({ message }) => message).join("; ");
};

export interface Sending {
  busy: boolean;
  /** Why the newest try failed; nothing of the form is lost by it. */
  error: Error | undefined;
  errorOf: (field: string) => string | undefined;
  /** Undefined when it failed, or when one is under way already. */
  send: <Body>(path: string, body: unknown, method?: string) => Promise<Body | undefined>;
}

/** What one form sends: once at a time, and once in all. */
export function useSending(): Sending {
  const [{ busy, error }, set] = useState<{ busy: boolean; error: Error | undefined }>({
    busy: false,
    error: undefined,
  });
  const underWay = useRef(false);
  const keys = useRef(keyring());
  const send = async <Body>(path: string, body: unknown, method = "POST"): Promise<Body | undefined> => {
    if (underWay.current) return undefined;
    underWay.current = true;
    set({ busy: true, error: undefined });
    try {
      const key = keys.current.keyFor(`${method} ${path} ${JSON.stringify(body)}`);
      const answer = await write<Body>(path, body, method, key);
      keys.current.done();
      set({ busy: false, error: undefined });
      return answer;
    } catch (failure) {
      set({ busy: false, error: failure as Error });
      return undefined;
    } finally {
      underWay.current = false;
    }
  };
  return { busy, error, send, errorOf: (field) => fieldError(error, field) };
}
