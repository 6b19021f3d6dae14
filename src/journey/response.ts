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

function readJson(text: string): { value: unknown } | { fault: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // The parser's own message quotes the body, which may hold what nobody should read.
    return { fault: text.trim() === "" ? "the body is empty" : "the body is no JSON" };
  }
}
