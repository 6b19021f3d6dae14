/** Text, or what came before the first byte that is none. */
export type DecodedText = { text: string } | { before: string; reason: string };

const strict = new TextDecoder("utf-8", { fatal: true });
const newline = 0x0a;

/** Strict UTF-8; a byte order mark is dropped. A line break is never part of another character, so lines can be tried alone. */
export function decodeUtf8(bytes: Uint8Array): DecodedText {
  try {
    return { text: strict.decode(bytes) };
  } catch {
    return { before: soundStart(bytes), reason: reasonOf(bytes) };
  }
}

function reasonOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isUtf16 ? "the file is UTF-16" : "the bytes here are not UTF-8";
}

function soundStart(bytes: Uint8Array): string {
  let sound = "";
  for (let start = 0; start < bytes.length;) {
    const lineEnd = bytes.indexOf(newline, start);
    const end = lineEnd === -1 ? bytes.length : lineEnd + 1;
    const line = tryDecode(bytes.subarray(start, end));
    if (line === undefined) return sound + longestSound(bytes.subarray(start, end));
    sound += line;
    start = end;
  }
  return sound;
}

function longestSound(line: Uint8Array): string {
  let sound = "";
  for (let start = 0; start < line.length;) {
    const width = [1, 2, 3, 4].find((each) => tryDecode(line.subarray(start, start + each)) !== undefined);
    if (width === undefined) return sound;
    sound += tryDecode(line.subarray(start, start + width)) ?? "";
    start += width;
  }
  return sound;
}

function tryDecode(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}
