/** An answer as extraction and assertions see it. */
export interface Response {
  /** Where it came from, after redirects. */
  url: string;
  status: number;
  /** By lower-case name; several of one name are joined with `, `. */
  headers: Readonly<Record<string, string>>;
  body: string;
  /** What the run's jar holds for the URL. */
  cookies: Readonly<Record<string, string>>;
  /** Seconds from the first byte out to the last byte in. */
  duration: number;
  /** Days until the certificate expires; absent without TLS. */
  tlsDaysLeft?: number;
}

const parsed = new WeakMap<Response, { value: unknown } | { fault: string }>();

/** The body as JSON, read once. */
export function jsonOf(response: Response): { value: unknown } | { fault: string } {
  const known = parsed.get(response);
  if (known !== undefined) return known;
  const read = readJson(response.body);
  parsed.set(response, read);
  return read;
}

/** Deeper than any document that people design: what reads it may go as deep as it does. */
const deepest = 200;

function readJson(text: string): { value: unknown } | { fault: string } {
  try {
    const value = JSON.parse(text) as unknown;
    return depthOf(text) > deepest
      ? { fault: `the body is nested deeper than ${deepest} levels` }
      : { value };
  } catch {
    // The parser's own message quotes the body, which may hold what nobody should read.
    return { fault: text.trim() === "" ? "the body is empty" : "the body is no JSON" };
  }
}

/** How deep a JSON text goes, found without going there. */
function depthOf(text: string): number {
  let [depth, most] = [0, 0];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]|[\]}]/g)) {
    if (token === "[" || token === "{") most = Math.max(most, ++depth);
    else if (token === "]" || token === "}") depth--;
  }
  return most;
}
