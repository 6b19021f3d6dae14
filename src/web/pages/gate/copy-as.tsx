import { useState } from "preact/hooks";
import { useMe } from "../../api/me.ts";
import { Copyable } from "../../parts/copy.tsx";
import type { Asked } from "./asked.ts";
import { copyForms } from "./copy-forms.ts";

/** The same question, to be taken into a terminal, a rollout or a pipeline. */
export function CopyAs({ asked }: { asked: Asked }) {
  const me = useMe();
  const [chosen, setChosen] = useState<string>();
  const scene = { asked, origin: location.origin, needsToken: me?.readsAreOpen === false };
  const text = chosen === undefined ? undefined : copyForms[chosen]?.(scene);
  return (
    <div class="copy-as">
      <span class="quiet">copy as:</span>{" "}
      {Object.keys(copyForms).map((name) => (
        <button
          key={name}
          class="plain"
          type="button"
          aria-pressed={chosen === name}
          onClick={() => setChosen(chosen === name ? undefined : name)}
        >
          {name}
        </button>
      ))}
      {text !== undefined && <Copyable text={text} label={`the question as ${chosen ?? ""}`} />}
    </div>
  );
}
