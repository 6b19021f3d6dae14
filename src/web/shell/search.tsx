import { useEffect, useRef, useState } from "preact/hooks";
import type { OverviewBody } from "../../http/schemas/overview.ts";
import { read } from "../api/client.ts";
import { StateShape } from "../parts/state.tsx";
import { go, useLocation, withParameters } from "../url/location.ts";
import { type Suggestion, suggestionsOf } from "./suggestions.ts";

/** Milliseconds without a key before the server is asked. */
const pause = 100;

/** What the server finds for a text; the answer to an older text never replaces that to a newer one. */
function useSuggestions(text: string): { found: readonly Suggestion[]; failed: boolean } {
  const [found, setFound] = useState<readonly Suggestion[]>([]);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    setFailed(false);
    if (text.trim() === "") {
      setFound([]);
      return;
    }
    const ending = new AbortController();
    const ask = async (): Promise<void> => {
      const query = new URLSearchParams({ q: text.trim(), limit: "8" });
      const body = await read<OverviewBody>(`/api/v1/overview?${query.toString()}`, ending.signal);
      setFound(suggestionsOf(text, body.items, body.total));
    };
    const timer = setTimeout(() => void ask().catch(() => !ending.signal.aborted && setFailed(true)), pause);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [text]);
  return { found, failed };
}

/** On the overview it narrows the list that is there; from everywhere else it leads to services and SLOs. */
export function Search() {
  const url = useLocation();
  return url.pathname === "/" ? <Narrow url={url} /> : <Find />;
}

const field = {
  type: "search" as const,
  "aria-label": "Search services and SLOs",
  placeholder: "/ search",
  autocomplete: "off",
  list: undefined,
};

/** What is searched for stands in the address, and the address in the field. */
function Narrow({ url }: { url: URL }) {
  const asked = url.searchParams.get("q") ?? "";
  const [text, setText] = useState(asked);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  // The address follows the field; what has been typed meanwhile is not taken back by what was typed before.
  const sent = useRef(asked);
  useEffect(() => {
    if (asked !== sent.current) setText(asked);
    sent.current = asked;
  }, [asked]);
  const change = (next: string): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = next;
      go(withParameters(new URL(location.href), { q: next, page: "" }), { replace: true });
    }, pause);
  };
  return (
    <div class="search" role="search">
      <input {...field} value={text} onInput={(event) => change(event.currentTarget.value)} />
    </div>
  );
}

/** Type, walk with the arrow keys, open with Enter. */
function Find() {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { found, failed } = useSuggestions(text);
  const isOpen = open && (found.length > 0 || failed);
  useEffect(() => setAt(0), [found]);
  const leave = (href: string): void => {
    setText("");
    setOpen(false);
    input.current?.blur();
    go(href);
  };
  const press = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") setOpen(false);
    if (!isOpen) return;
    if (by !== undefined) {
      setAt((at + by + found.length) % found.length);
      event.preventDefault();
      event.stopPropagation();
    }
    const chosen = found[at];
    if (event.key === "Enter" && chosen !== undefined) leave(chosen.href);
  };
  return (
    <div class="search" role="search" onFocusOut={() => setOpen(false)}>
      <input
        {...field}
        ref={input}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls="found"
        aria-autocomplete="list"
        aria-activedescendant={isOpen ? `found-${at}` : undefined}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
        }}
        onKeyDown={press}
      />
      <ul id="found" role="listbox" aria-label="Services and SLOs that fit" hidden={!isOpen}>
        {failed && <li role="option">The server does not answer.</li>}
        {found.map((each, index) => (
          <li
            key={each.href}
            id={`found-${index}`}
            role="option"
            aria-selected={index === at}
            onMouseDown={(event) => {
              event.preventDefault();
              leave(each.href);
            }}
          >
            {each.state !== undefined && <StateShape state={each.state} />} <span>{each.name}</span>{" "}
            <span class="quiet small">{each.what}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
