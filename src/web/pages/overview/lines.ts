import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { BurnLineBody, BurnLinesBody } from "../../../http/schemas/burn-lines.ts";
import { read } from "../../api/client.ts";
import { onNews } from "../../api/news.ts";

/** Milliseconds that more rows are waited for, and for which a line is good. */
const pause = 80;
const goodFor = 300_000;
/** As many as the server answers at once. */
const most = 100;

export type Lines = ReadonlyMap<string, BurnLineBody>;

/** What is to be asked for of what is seen: neither what is there and good, nor what is asked for already. */
export const missingOf = (
  seen: Iterable<string>,
  askedAt: ReadonlyMap<string, number>,
  now: number,
): readonly string[] => [...seen].filter((id) => now - (askedAt.get(id) ?? -Infinity) >= goodFor);

export const inParts = (ids: readonly string[], size = most): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(ids.length / size) }, (_, part) =>
    ids.slice(part * size, (part + 1) * size),
  );

/** Lines of the rows that are in sight, many in one question; `watch` is told of each row that is shown. */
export function useLines(): { lines: Lines; watch: (rows: readonly HTMLElement[]) => void } {
  const [lines, setLines] = useState<Lines>(new Map());
  const seen = useRef(new Set<string>());
  const askedAt = useRef(new Map<string, number>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const observer = useRef<IntersectionObserver | undefined>(undefined);

  const ask = useCallback(async (ids: readonly string[]): Promise<void> => {
    for (const id of ids) askedAt.current.set(id, Date.now());
    const body = await read<BurnLinesBody>(`/api/v1/burn-lines?slo=${ids.join()}`).catch(() => undefined);
    if (body === undefined || body.silent.length > 0) for (const id of ids) askedAt.current.delete(id);
    if (body !== undefined)
      setLines((before) => new Map([...before, ...body.items.map((line) => [line.slo, line] as const)]));
  }, []);
  const askSoon = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      for (const part of inParts(missingOf(seen.current, askedAt.current, Date.now()))) void ask(part);
    }, pause);
  }, []);

  useEffect(() => onNews(askSoon, ["cycle"]), []);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      observer.current?.disconnect();
    },
    [],
  );
  const watch = useCallback((rows: readonly HTMLElement[]): void => {
    observer.current ??= new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const id = (target as HTMLElement).dataset["slo"] ?? "";
        if (isIntersecting) seen.current.add(id);
        else seen.current.delete(id);
      }
      askSoon();
    });
    observer.current.disconnect();
    seen.current.clear();
    for (const row of rows) observer.current.observe(row);
  }, []);
  return { lines, watch };
}
