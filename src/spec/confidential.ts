/** What stands for a character that nobody is shown; as many as there were, so that carets stay below what they mean. */
const cover = "•";
const covers = /•+/g;

/** A key `secrets` of a block or a flow mapping, quoted or not. */
const secretsKey = /(?<=^|[\s{,])(["']?)secrets\1[ \t]*:(?=[\s{["']|$)/gm;

/** Words below `secrets` that are no secret: keys, names of variables, paths of files, null and its like. */
const harmless = /^(?:[A-Z][A-Z0-9]*_[A-Z0-9_]*|null|~|true|false)$/;

/**
 * A text in which whatever is written out below a key `secrets` is covered. Secrets are named there by where they are
 * kept; one that somebody wrote there by mistake is not to be repeated by the very finding that says so, wherever a
 * finding about its line goes. It reads lines rather than YAML: what cannot be read as YAML is excerpted, too.
 */
export function covered(text: string): string {
  if (!text.includes("secrets")) return text;
  const shown: string[] = [];
  let done = 0;
  for (const match of text.matchAll(secretsKey)) {
    if (match.index < done) continue;
    const start = match.index + match[0].length;
    const end = endOfValue(text, match.index, start);
    shown.push(text.slice(done, start), coverValues(text.slice(start, end)));
    done = end;
  }
  return [...shown, text.slice(done)].join("");
}

/** A flow value ends with its bracket, a block value before the next line that is indented no deeper than its key. */
function endOfValue(text: string, key: number, start: number): number {
  const opening = /^[ \t]*[[{]/.exec(text.slice(start, start + 200));
  if (opening !== null) return endOfFlow(text, start + opening[0].length);
  const line = text.lastIndexOf("\n", key - 1) + 1;
  const indent = /^[ \t]*(?:-[ \t]+)*/.exec(text.slice(line, key))?.[0].length ?? 0;
  const lines = /\n(?![ \t]*(?:#.*)?(?:\r?\n|$))([ \t]*)/g;
  lines.lastIndex = start;
  for (let next = lines.exec(text); next !== null; next = lines.exec(text))
    if (isBeyond(text, next, indent)) return next.index;
  return text.length;
}

/** A list may stand below its key without being indented. */
function isBeyond(text: string, { 0: all, 1: blanks = "", index }: RegExpExecArray, indent: number): boolean {
  return blanks.length < indent || (blanks.length === indent && text[index + all.length] !== "-");
}

function endOfFlow(text: string, from: number): number {
  const tokens = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[[{]|[\]}]/g;
  tokens.lastIndex = from;
  let depth = 1;
  for (let token = tokens.exec(text); token !== null; token = tokens.exec(text)) {
    if (/^[[{]/.test(token[0])) depth++;
    else if (/^[\]}]/.test(token[0]) && --depth === 0) return token.index;
  }
  return text.length;
}

/** Keys with their colon, paths behind `file:`, quoted and plain words, in that order. */
const pieces =
  /file[ \t]*:[ \t]*[\w./@-]+(?=[ \t]*[,}\r\n]|$)|[\w.-]+[ \t]*:(?=[\s{[]|$)|"(?:[^"\\]|\\.)*"?|'(?:[^']|'')*'?|[^\s{}[\],"']+/g;

const coverValues = (text: string): string =>
  text.replaceAll(pieces, (piece) =>
    /^[\w.-]+[ \t]*:(?:$|[ \t])/.test(piece) || harmless.test(piece)
      ? piece
      : piece.replaceAll(/[^\s"']/g, cover),
  );

/** What a covered stretch hides: every word of it that is long enough to be found elsewhere by no accident. */
function hiddenIn(text: string, shown: string): string[] {
  return [...shown.matchAll(covers)]
    .map(({ 0: { length }, index }) => text.slice(index, index + length))
    .filter((word) => word.length >= 3);
}

/** Findings quote at most the beginning of a long word. */
const beginning = 12;

/** A finding's own words, without those that its lines hide. */
export function withoutHidden(words: string, text: string, shown: string): string {
  return hiddenIn(text, shown).reduce((said, word) => {
    const quoted = new RegExp(`${RegExp.escape(word.slice(0, beginning))}[^"\\s]*`, "g");
    return said.replaceAll(quoted, (found) => cover.repeat(found.length));
  }, words);
}
