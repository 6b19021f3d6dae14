/**
 * For a terminal that knows ASCII alone: each sign becomes one sign, so that what was aligned stays aligned. Words say
 * what shapes and colours say, so nothing is lost but looks.
 */
const signs: Readonly<Record<string, string>> = {
  "●": "o",
  "◔": ".",
  "◑": "+",
  "◕": "*",
  "■": "#",
  "◌": "?",
  "▲": "!",
  "△": "^",
  "✔": "+",
  "✘": "x",
  "▕": "[",
  "▏": "]",
  "█": "#",
  "░": ".",
  "▓": "!",
  "╌": "?",
  "▁": "_",
  "▂": "-",
  "▃": "~",
  "▄": ":",
  "▅": "=",
  "▆": "+",
  "▇": "*",
  "├": "|",
  "└": "`",
  "│": "|",
  "─": "-",
  "━": "=",
  "▸": ">",
  "→": ">",
  "←": "<",
  "↑": "^",
  "↓": "v",
  "↵": "<",
  "×": "x",
  "÷": "/",
  "−": "-",
  "–": "-",
  "…": "~",
  "·": ".",
  "≥": ">",
  "≤": "<",
  "\u2009": " ",
  "\u00a0": " ",
};

/** A sign two columns wide becomes two. */
const wide: Readonly<Record<string, string>> = { "✋": "!!" };

const spelled = (sign: string): string => {
  const known = signs[sign] ?? wide[sign];
  if (known !== undefined) return known;
  const bare = sign.normalize("NFKD").replaceAll(/[\u0300-\u036f]/g, "");
  return /^[\x20-\x7e]+$/.test(bare) ? bare : "?";
};

export const toAscii = (text: string): string => text.replaceAll(/[^\x00-\x7f]/gu, spelled);
