import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diagnosticFormats, formatDiagnostics } from "../../src/spec/format.ts";
import { covered } from "../../src/spec/confidential.ts";
import { loadDefinitions } from "../../src/spec/load.ts";

/** A Journey in which somebody wrote a secret out. */
const journey = (secrets: string, rest = "  nonsense: 1\n"): string =>
  `apiVersion: nines/v1\nkind: Journey\nmetadata: { name: buy }\nspec:\n  every: 1m\n${secrets}\n${rest}  steps:\n    - { name: home, url: 'https://shop.example/' }\n`;

/** Everything that is said of a text, in every form. */
const said = (text: string): string => {
  const { diagnostics } = loadDefinitions([{ path: "slos/a.yaml", text }]);
  expect(diagnostics.length).toBeGreaterThan(0);
  return diagnosticFormats.map((format) => formatDiagnostics(diagnostics, format)).join("\n");
};

const ways: readonly (readonly [string, (secret: string) => string])[] = [
  ["as its value", (secret) => `  secrets: { key: ${secret} }`],
  ["in quotes", (secret) => `  secrets: { key: "${secret}" }`],
  ["as its value, on a line of its own", (secret) => `  secrets:\n    key: ${secret}`],
  ["as a variable", (secret) => `  secrets: { key: { env: ${secret} } }`],
  ["beside a variable", (secret) => `  secrets: { key: { env: NINES_SECRET_A, value: ${secret} } }`],
  ["as a block", (secret) => `  secrets:\n    key: |\n      ${secret}`],
  ["in a list", (secret) => `  secrets:\n  - ${secret}`],
  ["without a name", (secret) => `  secrets: ${secret}`],
  ["where YAML breaks off", (secret) => `  secrets: { key: ${secret}`],
];

describe("a secret written out in a Journey", () => {
  it.each(ways)("%s is in no finding, however it is shown", (_way, write) => {
    for (const secret of [
      "hunter2-of-old",
      "p4ss/w0rd",
      "*starred-secret",
      "&anchor-secret",
      "!tagged-secret",
      "@at-secret",
    ])
      expect(said(journey(write(secret)))).not.toContain(secret.replace(/^[^a-z]/, ""));
  });

  it("is in no finding, whatever it is made of", () => {
    const secret = fc.stringMatching(/^[a-z][A-Za-z0-9+/=_.-]{9,20}[A-Za-z0-9]$/);
    const way = fc.constantFrom(...ways.map(([, write]) => write));
    fc.assert(
      fc.property(secret, way, (text, write) => {
        expect(said(journey(write(text)))).not.toContain(text);
      }),
    );
  });

  it("is covered in findings about the rest of its line, too", () => {
    const text =
      "apiVersion: nines/v1\nkind: Journey\nmetadata: { name: buy }\nspec: { every: 1s, secrets: { key: hunter2 }, steps: [] }\n";
    expect(said(text)).not.toContain("hunter2");
  });
});

describe("a text as findings may quote it", () => {
  it("shows keys, names of variables, paths and all that stands beside the secrets", () => {
    const text =
      "spec:\n  secrets:\n    a: { env: NINES_SECRET_A }\n    b: { file: shop/key }\n  steps: [x]\n";
    expect(covered(text)).toBe(text);
    expect(covered("secrets: { a: secret, b: 'it' }\nother: it\n")).toBe(
      "secrets: { a: ••••••, b: '••' }\nother: it\n",
    );
  });

  it("is as long as the text, line by line, so that carets stay where they belong", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("secrets:", " ", "\n", "{", "}", "'", '"', "word", "- ", "#"), {
          maxLength: 40,
        }),
        (parts) => {
          const text = parts.join("");
          expect(
            covered(text)
              .split("\n")
              .map(({ length }) => length),
          ).toEqual(text.split("\n").map(({ length }) => length));
        },
      ),
    );
  });

  it("takes time in proportion to the text", () => {
    const hostile = ["secrets: ", "secrets: {", "- secrets:\n", "{secrets: [],"].map((piece) =>
      piece.repeat(50_000),
    );
    for (const text of hostile) expect(covered(text).length).toBe(text.length);
  });
});
