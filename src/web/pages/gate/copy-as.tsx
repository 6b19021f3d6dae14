import { useState } from "preact/hooks";
import { type Asked, queryOf } from "./asked.ts";

const url = (asked: Asked): string => `${location.origin}/api/v1/gate?${queryOf(asked)}`;

const shell = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The same question, as each kind of asker would put it. */
const forms: Readonly<Record<string, (asked: Asked) => string>> = {
  curl: (asked) => `curl -s ${shell(url(asked))}`,
  nines: ({ service, environment, change, sha }) =>
    [
      `nines gate --server ${location.origin}`,
      `--service ${shell(service)} --environment ${shell(environment)} --change ${change}`,
      ...(sha === "" ? [] : [`--sha ${shell(sha)}`]),
    ].join(" "),
  Argo: (asked) =>
    [
      "- name: error-budget",
      "  successCondition: result.allowed == true",
      '  failureCondition: result.decision == "deny"',
      "  provider:",
      "    web:",
      `      url: ${url(asked)}`,
      "      jsonPath: '{$}'",
    ].join("\n"),
  GitHub: ({ service, environment, change }) =>
    [
      "- run: >-",
      `    nines gate --record --server ${location.origin} --service ${service}`,
      `    --environment ${environment} --change ${change} --sha "$GITHUB_SHA"`,
    ].join("\n"),
};

export function CopyAs({ asked }: { asked: Asked }) {
  const [chosen, setChosen] = useState<string>();
  const text = chosen === undefined ? undefined : forms[chosen]?.(asked);
  return (
    <div>
      <span class="quiet">copy as:</span>{" "}
      {Object.keys(forms).map((name) => (
        <button
          key={name}
          class="plain"
          type="button"
          aria-pressed={chosen === name}
          onClick={() => setChosen(name)}
        >
          {name}
        </button>
      ))}
      {text !== undefined && (
        <>
          <pre class="copied">{text}</pre>
          <button type="button" onClick={() => void navigator.clipboard.writeText(text)}>
            copy
          </button>
        </>
      )}
    </div>
  );
}
