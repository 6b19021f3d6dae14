import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fields, journey, step, template } from "../../kit/journeys/definitions.ts";
import { parseTemplate, variablesOf } from "../../src/model/template.ts";
import { turnOf } from "../../src/journey/path.ts";
import { prepare, templatesOf } from "../../src/journey/request.ts";
import { missingFrom, ownValue, render, type Value } from "../../src/journey/values.ts";

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,10}$/);
const plainText = fc.string().filter((text) => !text.includes("{{"));
const value = (text: string, more: Partial<Value> = {}): Value => ({ ...ownValue(text), ...more });

describe("a template", () => {
  it("says what was written, with each variable's value in its place", () => {
    const piece = fc.oneof(
      plainText.map((text) => ({ text })),
      fc.record({ name, value: fc.string() }),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        // A brace before a variable would be read as part of it.
        const sound = pieces.filter((each) => !("text" in each) || !each.text.includes("{"));
        const values = new Map(
          sound.flatMap((each) => ("name" in each ? [[each.name, value(each.value)] as const] : [])),
        );
        const written = sound.map((each) => ("name" in each ? `{{${each.name}}}` : each.text)).join("");
        const wanted = sound
          .map((each) => ("name" in each ? values.get(each.name)!.text : each.text))
          .join("");
        expect(render(template(written), values)).toMatchObject({ ok: true, text: wanted });
      }),
    );
  });

  it("either has no `{{` left outside of its variables, or is no template", () => {
    const nasty = fc
      .array(fc.constantFrom("{", "}", "{{", "}}", "a", " ", "{{a}}", "{{ b }}", "-", "\n"))
      .map((all) => all.join(""));
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string()), (text) => {
        const parsed = parseTemplate(text);
        if (!parsed.ok) expect(text.slice(parsed.at)).toMatch(/^\{\{/);
        else
          for (const part of parsed.template) if (part.kind === "text") expect(part.text).not.toContain("{{");
      }),
    );
  });

  it("gives no text at all while a variable has no value", () => {
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1 }), fc.nat(), (names, pick) => {
        const written = template(names.map((each) => `{{${each}}}`).join("/"));
        const missing = names[pick % names.length]!;
        const values = new Map(names.filter((each) => each !== missing).map((each) => [each, value("x")]));
        expect(render(written, values)).toEqual({ ok: false, missing: [missing] });
      }),
    );
  });

  it("is read once: a value that looks like a template stays as it is", () => {
    const values = new Map([
      ["a", value("{{b}}")],
      ["b", value("no")],
    ]);
    expect(render(template("{{a}}"), values)).toMatchObject({ text: "{{b}}" });
  });

  it.each(["{{", "{{a", "{{}}", "{{a b}}", "{{1a}}", "{{a}} {{", "{{{a}}}", "{{a.b}}"])(
    "refuses %j",
    (text) => {
      expect(parseTemplate(text).ok).toBe(false);
    },
  );
});

describe("a request", () => {
  const url = (text: string, values: Readonly<Record<string, string>>, before?: string) => {
    const known = new Map(
      Object.entries(values).map(([key, text]) => [key, value(text, { extracted: true })]),
    );
    const prepared = prepare(step("look", text), known, before);
    return prepared.ok ? prepared.request.url.href : prepared.reason;
  };

  it("keeps a value inside the piece of the URL where it stands, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (text) => {
        const sound = text.toWellFormed();
        const prepared = URL.parse(url("https://shop.test/orders/{{id}}/lines", { id: sound }));
        // A dot or two alone would be a step in the path: even encoded, URLs read them so.
        if (/^\.\.?$/.test(sound)) return;
        expect(prepared?.host).toBe("shop.test");
        expect(prepared?.pathname.split("/").length).toBe(4);
        expect(prepared?.search).toBe("");
      }),
    );
  });

  it("lets no value change the host", () => {
    for (const tenant of ["evil.test/", "evil.test#", "evil.test?", "a@evil.test", "evil.test\\"])
      expect(url("https://{{tenant}}.shop.test/", { tenant })).toMatch(/^extract_missing$|\.shop\.test\/$/);
  });

  it("takes a link at the beginning whole, relative to where the step before ended", () => {
    expect(url("{{link}}", { link: "https://b.test/x?y=1#z" })).toBe("https://b.test/x?y=1");
    expect(url("{{link}}", { link: "/verify/17?now" }, "https://shop.test/pay")).toBe(
      "https://shop.test/verify/17?now",
    );
  });

  it("puts no line break into a header", () => {
    const known = new Map([["token", value("a\r\nx-evil: 1", { extracted: true })]]);
    const prepared = prepare(
      step("pay", "http://shop.test/", { headers: { "x-token": "{{token}}" } }),
      known,
    );
    expect(prepared).toMatchObject({ ok: false, reason: "extract_missing" });
  });

  it("sends a number back as the number it came as, and a text with it as text", () => {
    const known = new Map([["id", value("17", { json: 17 })]]);
    const json = (text: string) => ({ kind: "text" as const, text: template(text) });
    const object = {
      kind: "object" as const,
      fields: [
        { name: "id", value: json("{{id}}") },
        { name: "ref", value: json("no. {{id}}") },
      ],
    };
    const prepared = prepare(
      step("pay", "http://shop.test/", { method: "POST", body: { kind: "json", value: object } }),
      known,
    );
    expect(prepared.ok && prepared.request.body?.text).toBe('{"id":17,"ref":"no. 17"}');
  });

  it("knows every variable that it depends on", () => {
    const all = step("pay", "{{a}}", {
      headers: { x: "{{b}}" },
      query: { y: "{{c}}" },
      basicAuth: { username: template("{{d}}"), password: template("{{e}}") },
      body: { kind: "form", fields: fields({ z: "{{f}}" }) },
      assertions: [
        {
          check: { kind: "body", condition: { kind: "contains", text: template("{{g}}") } },
          severity: "fail",
        },
      ],
    });
    expect(templatesOf(all).flatMap(variablesOf)).toEqual([..."abcdefg".split("")]);
    expect(missingFrom(templatesOf(all), new Map())).toHaveLength(7);
  });
});

describe("the next step of a run", () => {
  const failed = { ...journey([]).steps[0]!, step: "login", result: "failed" } as never;
  const needs = (more = {}) => step("pay", "http://shop.test/{{token}}", more);

  it("is taken when it has its variables and nothing failed", () => {
    expect(turnOf(needs(), [], new Map([["token", value("x")]]), () => false).kind).toBe("take");
  });
  it("is skipped after a failure, unless it is clean-up that has its variables", () => {
    expect(turnOf(needs(), [failed], new Map([["token", value("x")]]), () => false).kind).toBe("skip");
    expect(
      turnOf(needs({ always: true }), [failed], new Map([["token", value("x")]]), () => false).kind,
    ).toBe("take");
    expect(turnOf(needs({ always: true }), [failed], new Map(), () => false).kind).toBe("skip");
  });
  it("is the Journey's own fault when nobody defines a variable of it", () => {
    expect(turnOf(needs(), [], new Map(), () => false)).toEqual({ kind: "undefined", missing: ["token"] });
  });
});
