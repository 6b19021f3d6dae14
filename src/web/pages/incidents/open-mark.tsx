import type { IncidentBody } from "../../../http/schemas/incidents/incident.ts";

/** Open or closed, as shape, word and colour. */
export function OpenMark({ state }: Pick<IncidentBody, "state">) {
  return (
    <span class={`incident-state ${state}`}>
      <span aria-hidden="true">{state === "open" ? "✚" : "✓"}</span> {state}
    </span>
  );
}
