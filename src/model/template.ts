/** A piece of a text that `{{name}}` splits: what stands there, or the variable whose value will. */
export type TemplatePart = { kind: "text"; text: string } | { kind: "variable"; name: string };
/** A text with variables, taken apart once: a piece that was not understood cannot be sent by mistake. */
export type Template = readonly TemplatePart[];

export type ParsedTemplate =
  { ok: true; template: Template } | { ok: false; /** Offset in the text. */ at: number; message: string };

const variableName = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** Whether a text may name a variable: letters, digits and underscores, no digit first, at most 64. */
export const isVariableName = (text: string): boolean => variableName.test(text);

/**
 * Reads a text with `{{name}}` in it; blanks inside the braces are fine. Braces that open and never close, or hold
 * no name, are an error: there is no way to send a literal `{{`.
 */
export function parseTemplate(text: string): ParsedTemplate {
  const template: TemplatePart[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf("{{", at);
    if (open < 0) break;
    const close = text.indexOf("}}", open);
    if (close < 0) return { ok: false, at: open, message: "`{{` is never closed by `}}`" };
    const name = text.slice(open + 2, close).trim();
    if (!isVariableName(name))
      return { ok: false, at: open, message: `\`${text.slice(open, close + 2)}\` names no variable` };
    if (open > at) template.push({ kind: "text", text: text.slice(at, open) });
    template.push({ kind: "variable", name });
    at = close + 2;
  }
  if (at < text.length) template.push({ kind: "text", text: text.slice(at) });
  return { ok: true, template };
}

/** The names of a template's variables, each once. */
export const variablesOf = (template: Template): readonly string[] => [
  ...new Set(template.flatMap((part) => (part.kind === "variable" ? [part.name] : []))),
];

/** A text as it is: whatever stands in it, braces too, is no variable. */
export const literal = (text: string): Template => (text === "" ? [] : [{ kind: "text", text }]);
