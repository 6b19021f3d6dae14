import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { Refusal } from "../api/client.ts";

export interface FieldProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: string | undefined;
  required?: boolean;
  /** What the server says is wrong with it. */
  error?: string | undefined;
}

interface InputProps extends FieldProps {
  list?: readonly string[];
  type?: "text" | "password" | "search" | "date" | "datetime-local" | "number";
  secret?: boolean;
}

/** A label, what it needs to know, and what is wrong, each tied to its field for those who hear the page. */
function Labelled({ label, hint, error, id, children }: LabelledProps) {
  return (
    <label class={error === undefined ? undefined : "wrong"}>
      <span>
        {label}
        {hint !== undefined && ` · ${hint}`}
      </span>
      {children}
      {error !== undefined && (
        <strong class="field-error" id={`${id}-error`}>
          {error}
        </strong>
      )}
    </label>
  );
}

interface LabelledProps extends Pick<FieldProps, "label" | "hint" | "error"> {
  id: string;
  children: ComponentChildren;
}

const wrong = (id: string, error: string | undefined) =>
  error === undefined ? {} : { "aria-invalid": true, "aria-describedby": `${id}-error` };

/** One line of a form; `list` offers what is known, and takes anything. */
export function Field({ label, value, onValue, hint, required, list, error, ...rest }: InputProps) {
  const id = useId();
  const { secret = false, type = secret ? "password" : "text" } = rest;
  // Each type has rules of its own in the typings; none of them is about what is given here.
  const kind = { type } as { type: "text" };
  return (
    <Labelled {...{ label, hint, error, id }}>
      <input
        {...kind}
        value={value}
        required={required ?? false}
        list={list && `${id}-list`}
        autocomplete="off"
        onInput={(event) => onValue(event.currentTarget.value)}
        {...wrong(id, error)}
      />
      {list !== undefined && (
        <datalist id={`${id}-list`}>
          {list.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </Labelled>
  );
}

export function TextField({ label, value, onValue, hint, required, error }: FieldProps) {
  const id = useId();
  return (
    <Labelled {...{ label, hint, error, id }}>
      <textarea
        rows={2}
        value={value}
        required={required}
        onInput={(event) => onValue(event.currentTarget.value)}
        {...wrong(id, error)}
      />
    </Labelled>
  );
}

interface SelectProps extends Pick<FieldProps, "label" | "value" | "onValue" | "hint" | "error"> {
  values: readonly string[];
  /** What a value is called, where that is not its own name. */
  words?: Readonly<Record<string, string>>;
}

export function Select({ label, value, values, onValue, hint, error, words = {} }: SelectProps) {
  const id = useId();
  return (
    <Labelled {...{ label, hint, error, id }}>
      <select value={value} onChange={(event) => onValue(event.currentTarget.value)} {...wrong(id, error)}>
        {values.map((each) => (
          <option key={each} value={each}>
            {Object.hasOwn(words, each) ? words[each] : each}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

interface TickProps {
  label: string;
  checked: boolean;
  onChecked: (checked: boolean) => void;
}

export function Tick({ label, checked, onChecked }: TickProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChecked(event.currentTarget.checked)} />{" "}
      {label}
    </label>
  );
}

interface ActProps {
  /** What pressing it does, in words: "Approve: 1 more needed from sre". */
  label: string;
  act: () => Promise<unknown>;
  main?: boolean;
  disabled?: boolean;
}

/** A button that does something on record: busy while it does, and the server's own words where it may not. */
export function ActButton({ label, act, main = false, disabled = false }: ActProps) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();
  // The second of two fast clicks comes before the button is drawn as busy.
  const underWay = useRef(false);
  const press = async (): Promise<void> => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(true);
    setError(undefined);
    await act().catch((failure: unknown) => setError(failure as Error));
    setBusy(false);
    underWay.current = false;
  };
  return (
    <>
      <button
        type="button"
        class={main ? "main" : ""}
        disabled={busy || disabled}
        onClick={() => void press()}
      >
        {label}
      </button>
      {error !== undefined && <Refusals error={error} />}
    </>
  );
}

interface RefusalsProps {
  error: Error;
  /** Fields that say themselves what is wrong with them. */
  shown?: readonly string[];
}

/** What the server found wrong, field by field where it says so. */
export function Refusals({ error, shown = [] }: RefusalsProps): ComponentChildren {
  const fields = error instanceof Refusal ? (error.problem.fields ?? []) : [];
  const rest = fields.filter(({ field }) => !shown.some((each) => field.startsWith(each)));
  const isShown = fields.length > 0 && rest.length === 0;
  return (
    <div class="notice bad" role="alert">
      {sentenceOf(error, isShown)}
      {rest.length > 0 && (
        <ul>
          {rest.map(({ field, message }) => (
            <li key={field}>
              <code>{field}</code> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function sentenceOf(error: Error, isShown: boolean): string {
  if (!(error instanceof Refusal))
    return "The server cannot be reached. Nothing you typed is lost: try again.";
  return isShown ? "Not yet: see what the fields say." : error.message;
}
