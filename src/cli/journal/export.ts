import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { entries } from "../../governance/journal.ts";
import { formatAnchor } from "../../governance/verify.ts";
import { formatLine } from "../../store/jsonl.ts";
import type { JournalReader } from "../../store/reader.ts";
import { CliError, exit, type ExitCode } from "../exit.ts";
import type { ExportOptions } from "../journal.ts";
import { progress } from "../terminal/progress.ts";
import { warn, withReader } from "./open.ts";

interface Exported {
  count: number;
  anchor: string;
}

/** `nines journal export`: entries to where they shall go, the anchor of the last to standard error. */
export const exportJournal = (options: ExportOptions): Promise<ExitCode> =>
  withReader(options, async (reader) => {
    const { out } = options;
    const { count, anchor } = out === "-" ? await writeTo(process.stdout, reader) : await toFile(out, reader);
    warn(`exported ${count.toLocaleString("en-US")} entries; the anchor of the last is ${anchor}`);
    return exit.good;
  });

async function writeTo(target: Writable, reader: JournalReader): Promise<Exported> {
  const exported: Exported = { count: 0, anchor: formatAnchor({ seq: 0, hash: "0".repeat(64) }) };
  try {
    await pipeline(Readable.from(lines(reader, exported)), target, { end: target !== process.stdout });
  } catch (error) {
    // `nines journal export | head` has seen enough.
    if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
  }
  return exported;
}

/** What is appended while it is exported belongs to the next export. */
async function* lines(reader: JournalReader, exported: Exported): AsyncGenerator<string> {
  const { seq: last } = await reader.head();
  let text = "";
  const written = progress("exporting entries", last);
  for await (const entry of entries(reader)) {
    if (entry.seq > last) break;
    written.step();
    text += `${formatLine(entry)}\n`;
    exported.count += 1;
    exported.anchor = formatAnchor(entry);
    if (text.length < chunk) continue;
    yield text;
    text = "";
  }
  written.end();
  yield text;
}

const chunk = 64 * 1024;

/** Beside its place, on disk, then renamed: an export is whole or not there. */
async function toFile(path: string, reader: JournalReader): Promise<Exported> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    const exported = await writeTo(createWriteStream(draft, { mode: 0o600, flush: true }), reader);
    await rename(draft, path);
    return exported;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code?.startsWith("E") === true ? new CliError(`cannot write ${path}: ${message}`) : error;
  } finally {
    await rm(draft, { force: true });
  }
}
