import fc from "fast-check";
import { Document, parseDocument, Scalar } from "yaml";
import { describe, expect, it } from "vitest";
import { collectFindings } from "../../../src/spec/report.ts";
import { openSource } from "../../../src/spec/source.ts";
import type { TextNode } from "../../../src/spec/yaml/nodes.ts";
import { readDocuments } from "../../../src/spec/yaml/read.ts";
import { placeWithin } from "../../../src/spec/yaml/within.ts";

function scalarOf(yaml: string): TextNode {
  const [root] = readDocuments(openSource({ path: "x.yaml", text: yaml }), collectFindings().report);
  const node = root?.kind === "map" ? root.entries.get("key")?.value : undefined;
  if (node?.kind !== "text") throw new Error(`no text in ${yaml}`);
  return node;
}

/** What stands in the file where the value has its first `word`. */
const pointedAt = (node: TextNode, word: string): string => {
  const start = node.text.indexOf(word);
  const place = placeWithin(node, start, start + word.length);
  return place.source.text.slice(place.start, place.end);
};

describe("a place inside a value", () => {
  it.each([
    ["plain", "key: one two three"],
    ["plain over several lines", "key: one\n  two\n\n  three"],
    ["plain with trailing spaces", "key: one  \n   two   \n   three"],
    ["in single quotes", "key: 'it''s one ''two'' three'"],
    ["in double quotes", String.raw`key: "\"one\" \u0041\x42 two \\ three"`],
    ["in double quotes with a joined line", 'key: "one \\\n    two\n    three"'],
    ["literal", "key: |\n  one\n    two\n\n  three\n"],
    ["literal with an indicator", "key: |2-\n   one\n  two\n   three\n"],
    ["folded", "key: >-\n  one\n  two\n\n  three\n"],
    ["with Windows line ends", "key: |\r\n  one\r\n  two\r\n  three\r\n"],
  ])("is found when the value is %s", (_how, yaml) => {
    const node = scalarOf(yaml);
    for (const word of ["one", "two", "three"]) expect(pointedAt(node, word)).toBe(word);
  });

  it("is found in any text, however YAML writes it", () => {
    const styles: Scalar.Type[] = [
      Scalar.PLAIN,
      Scalar.QUOTE_SINGLE,
      Scalar.QUOTE_DOUBLE,
      Scalar.BLOCK_LITERAL,
      Scalar.BLOCK_FOLDED,
    ];
    const words = fc.array(fc.stringMatching(/^[a-z"'\\é]{1,12}$/), { minLength: 0, maxLength: 20 });
    fc.assert(
      fc.property(
        words,
        words,
        fc.constantFrom(...styles),
        fc.integer({ min: 20, max: 80 }),
        (before, after, type, lineWidth) => {
          const document = new Document({ key: [...before, "needle", ...after].join(" ") });
          const value = document.get("key", true);
          if (value instanceof Scalar) value.type = type;
          const yaml = document.toString({ lineWidth });
          fc.pre(parseDocument(yaml).errors.length === 0);
          expect(pointedAt(scalarOf(yaml), "needle")).toBe("needle");
        },
      ),
      { numRuns: 500 },
    );
  });
});
