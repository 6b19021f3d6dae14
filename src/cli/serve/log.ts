import { styleText } from "node:util";
import { type Logger, pino } from "pino";
import type { Settings } from "../../config/settings.ts";
import type { Log } from "../../runtime/ports.ts";

/** A logger on standard output: JSON for machines, one readable line for people at a terminal. */
export function createLogger({ logLevel, logFormat }: Pick<Settings, "logLevel" | "logFormat">): Logger {
  const readable = logFormat === "text" || (logFormat === "auto" && process.stdout.isTTY);
  const options = {
    level: logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // Nothing is meant to log these; should a field ever carry one, it goes no further.
    redact: [
      "authorization",
      "cookie",
      "password",
      "token",
      "*.authorization",
      "*.cookie",
      "*.password",
      "*.token",
    ],
  };
  // Synchronous, so that the last words of a process that ends are not lost.
  return readable
    ? pino(options, { write: (line: string) => void process.stdout.write(readableLine(line)) })
    : pino(options, pino.destination({ fd: 1, sync: true }));
}

export const portOf = (logger: Logger): Log => ({
  info: (message, facts = {}) => logger.info(facts, message),
  warn: (message, facts = {}) => logger.warn(facts, message),
  error: (message, facts = {}) => logger.error(facts, message),
});

const colours: Readonly<Record<string, "dim" | "yellow" | "red">> = {
  debug: "dim",
  warn: "yellow",
  error: "red",
  fatal: "red",
};

/** `14:02:11 warn  message  source=main seconds=2` */
export function readableLine(line: string): string {
  const { time = "", level = "", msg = "", ...facts } = JSON.parse(line) as Record<string, unknown>;
  const clock = String(time).slice(11, 19);
  const colour = colours[String(level)];
  const name = String(level).padEnd(5);
  const rest = Object.entries(facts).map(
    ([key, value]) => ` ${styleText("dim", `${key}=`)}${factText(value)}`,
  );
  return `${styleText("dim", clock)} ${colour === undefined ? name : styleText(colour, name)} ${printable(String(msg))} ${rest.join("")}\n`;
}

function factText(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return printable(typeof value === "string" && /[\s"=]/.test(text) ? JSON.stringify(text) : text);
}

/** File contents and hosts' words must not steer the reader's terminal. */
const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "\ufffd");
