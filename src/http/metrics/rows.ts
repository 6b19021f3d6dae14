export type Labels = Readonly<Record<string, string>>;

const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n" };
const quote = (text: string) => `"${text.replace(/[\\"\n]/g, (found) => escapes[found] ?? found)}"`;

export const inBraces = (labels: Labels): string => {
  const inner = Object.entries(labels).map(([key, text]) => `${key}=${quote(text)}`);
  return inner.length === 0 ? "" : `{${inner.join(",")}}`;
};

/** One sample in Prometheus' text format. */
export const row = (name: string, labels: Labels, value: number): string =>
  `${name}${inBraces(labels)} ${value}\n`;
