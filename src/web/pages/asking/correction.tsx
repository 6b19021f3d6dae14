import { useState } from "preact/hooks";
import { Field, Select, TextField } from "../../parts/form.tsx";
import { useLocation } from "../../url/location.ts";
import { collections } from "../asked/collections.ts";
import { effectWords } from "../asked/words.ts";
import { AskForm, PlaceFields, SlosField } from "./ask-form.tsx";
import { linesOf, linksOf, localHour, momentOf } from "./read.ts";

/** A stretch of the past that should count otherwise. */
export function RequestCorrection() {
  const { searchParams } = useLocation();
  const [said, setSaid] = useState({
    service: searchParams.get("service") ?? "",
    environment: searchParams.get("environment") ?? "production",
    slos: searchParams.get("slo") ?? "",
    from: localHour(-2),
    to: localHour(-1),
    effect: "drop",
    reason: "",
    evidence: "",
  });
  const set = (changes: Partial<typeof said>): void => setSaid({ ...said, ...changes });
  const body = () => ({
    service: said.service.trim(),
    environments: linesOf(said.environment),
    slos: linesOf(said.slos),
    from: momentOf(said.from),
    to: momentOf(said.to),
    effect: said.effect,
    reason: said.reason,
    evidence: linksOf(said.evidence),
  });
  return (
    <AskForm
      of={collections.corrections}
      title="Request a correction"
      roles={["requester", "approver", "admin"]}
      body={body}
      label="Request: asks the quorum of the present state"
      shown={["service", "environments", "slos", "from", "to", "reason", "evidence", "effect"]}
      notice={<p class="quiet">The raw number never changes; the adjusted one does, once it is approved.</p>}
    >
      {(sending) => (
        <>
          <PlaceFields
            {...{ ...said, sending }}
            onService={(service) => set({ service })}
            onEnvironment={(environment) => set({ environment })}
          />
          <SlosField value={said.slos} onValue={(slos) => set({ slos })} sending={sending} />
          <Field
            label="from"
            type="datetime-local"
            required
            value={said.from}
            onValue={(from) => set({ from })}
            error={sending.errorOf("from")}
          />
          <Field
            label="to"
            type="datetime-local"
            required
            value={said.to}
            onValue={(to) => set({ to })}
            error={sending.errorOf("to")}
          />
          <Select
            label="counts"
            value={said.effect}
            values={Object.keys(effectWords)}
            words={effectWords}
            onValue={(effect) => set({ effect })}
            error={sending.errorOf("effect")}
          />
          <TextField
            label="why it should count otherwise"
            required
            value={said.reason}
            onValue={(reason) => set({ reason })}
            error={sending.errorOf("reason")}
          />
          <TextField
            label="evidence"
            hint="one link a line"
            value={said.evidence}
            onValue={(evidence) => set({ evidence })}
            error={sending.errorOf("evidence")}
          />
        </>
      )}
    </AskForm>
  );
}
