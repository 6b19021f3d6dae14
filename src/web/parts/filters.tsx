import { useState } from "preact/hooks";
import { useServiceNames } from "../api/services.ts";
import { go, useLocation, withParameters } from "../url/location.ts";
import { Field } from "./form.tsx";

interface FiltersProps {
  /** The parameter of the address that one of these is chosen for; `""` is all of them. */
  choice: string;
  words: Readonly<Record<string, string>>;
  /** Other parameters that are shown while they are set, each to be taken out. */
  also?: readonly string[];
}

/** By service, asked when it is sent, and by one choice among a few. What is chosen stands in the address. */
export function Filters({ choice, words, also = [] }: FiltersProps) {
  const url = useLocation();
  const of = (name: string): string => url.searchParams.get(name) ?? "";
  const set = (changes: Readonly<Record<string, string>>): void =>
    go(withParameters(url, { page: "", ...changes }));
  const [service, setService] = useState(of("service"));
  return (
    <form
      class="chips form-row"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        set({ service: service.trim() });
      }}
    >
      <Field label="service" value={service} list={useServiceNames()} onValue={setService} />
      <button type="submit">Filter</button>
      {Object.entries(words).map(([value, text]) => (
        <button
          key={value}
          type="button"
          aria-pressed={of(choice) === value}
          onClick={() => set({ [choice]: value })}
        >
          {text}
        </button>
      ))}
      {also
        .filter((name) => of(name) !== "")
        .map((name) => (
          <button key={name} type="button" onClick={() => set({ [name]: "" })}>
            {name} {of(name)} ✕
          </button>
        ))}
    </form>
  );
}
