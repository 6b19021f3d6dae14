/** What stands where a secret stood. */
export const redacted = "[redacted]";

/** A shorter one would be found in half of every page, and guessed from what is left. */
export const shortestSecret = 8;
const shortestValue = 4;

/** The pieces of base64 text that a secret leaves wherever it stands in what was encoded. */
function base64Forms(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    // Characters that share bits with the neighbours before and after are theirs.
    const inner = text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [inner, inner.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

const jsonEscape = (text: string) => JSON.stringify(text).slice(1, -1);
const unicodeEscape = (text: string, pattern: RegExp) =>
  text.replace(pattern, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
const percent = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
const htmlEntities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
const htmlEscape = (text: string, apostrophe: string) =>
  text.replace(/[&<>"]/g, (char) => htmlEntities[char] ?? char).replaceAll("'", apostrophe);

/** How a secret looks after the encodings that requests, pages and logs put it through. */
export function formsOf(secret: string): readonly string[] {
  // A sensitive value of an answer may be short: a piece of its base64 would be found everywhere.
  if (secret.length < shortestSecret) return secret.length < shortestValue ? [] : [secret];
  const json = jsonEscape(secret);
  const wellFormed = secret.toWellFormed();
  return [
    secret,
    json,
    json.replaceAll("/", "\\/"),
    unicodeEscape(json, /[^\x20-\x7e]/g),
    unicodeEscape(json, /[<>&]/g),
    unicodeEscape(json, /[^\x20-\x7e]|[<>&']/g),
    unicodeEscape(secret, /\W/g),
    unicodeEscape(secret, /[^A-Za-z0-9]/g),
    jsonEscape(json),
    encodeURIComponent(wellFormed),
    percent(wellFormed),
    encodeURI(wellFormed),
    percent(percent(wellFormed)),
    new URLSearchParams([["", secret]]).toString().slice(1),
    ...["'", "&#39;", "&#x27;", "&apos;"].map((apostrophe) => htmlEscape(secret, apostrophe)),
    Buffer.from(secret).toString("hex"),
    Buffer.from(secret).toString("latin1"),
    ...base64Forms(secret),
  ];
}

export interface Redactor {
  (text: string): string;
  /** Whether a text holds one of the secrets in any form. */
  holds: (text: string) => boolean;
}

const nothing: Redactor = Object.assign((text: string) => text, { holds: () => false });

/** Takes secrets out of texts, in every form of them. Case does not matter: escapes are written in either. */
export function redactorOf(secrets: readonly string[]): Redactor {
  const forms = [...new Set(secrets.flatMap(formsOf))];
  if (forms.length === 0) return nothing;
  // The longest first: a form that holds another one goes as a whole.
  const alternatives = forms.sort((a, b) => b.length - a.length).map((form) => RegExp.escape(form));
  const pattern = new RegExp(alternatives.join("|"), "gi");
  return Object.assign((text: string) => text.replace(pattern, redacted), {
    holds: (text: string) => text.search(pattern) >= 0,
  });
}
