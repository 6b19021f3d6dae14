import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Refusal } from "../api/client.ts";

export interface FieldProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  hint?: string;
  required?: boolean;
  list?: readonly string[];
  secret?: boolean;
  /** Of the browser's own kinds of fields; a line of text without. */
  type?: "text" | "datetime-local";
}

/** One line of a form; `list` offers what is known, and takes anything. */
export function Field({
  label,
  value,
  onValue,
  hint,
  required,
  list,
  secret = false,
  type = "text",
}: FieldProps) {
  const id = `list-${label.replaceAll(/\W/g, "-")}`;
  const input = {
    value,
    required: required ?? false,
    onInput: (event: { currentTarget: HTMLInputElement }): void => onValue(event.currentTarget.value),
  };
  return (
    <label>
      <span>
        {label}
        {hint !== undefined && ` · ${hint}`}
      </span>
      {secret ? <input type="password" {...input} /> : <input type={type} list={list && id} {...input} />}
      {list !== undefined && (
        <datalist id={id}>
          {list.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
    </label>
  );
}

export function TextField({ label, value, onValue, hint, required }: FieldProps) {
  return (
    <label>
      <span>
        {label}
        {hint !== undefined && ` · ${hint}`}
      </span>
      <textarea
        rows={2}
        value={value}
        required={required}
        onInput={(event) => onValue(event.currentTarget.value)}
      />
    </label>
  );
}

interface SelectProps {
  label: string;
  value: string;
  values: readonly string[];
  onValue: (value: string) => void;
}

export function Select({ label, value, values, onValue }: SelectProps) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => onValue(event.currentTarget.value)}>
        {values.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
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
  const press = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    await act().catch((failure: unknown) => setError(failure as Error));
    setBusy(false);
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

/** What the server found wrong, field by field where it says so. */
export function Refusals({ error }: { error: Error }): ComponentChildren {
  const fields = error instanceof Refusal ? (error.problem.fields ?? []) : [];
  return (
    <div class="notice bad" role="alert">
      {error instanceof Refusal ? error.message : "The server cannot be reached."}
      {fields.length > 0 && (
        <ul>
          {fields.map(({ field, message }) => (
            <li key={field}>
              <code>{field}</code> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
