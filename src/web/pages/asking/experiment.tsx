import { useState } from "preact/hooks";
import { Field, TextField } from "../../parts/form.tsx";
import { useLocation } from "../../url/location.ts";
import { collections } from "../asked/collections.ts";
import { AskForm, PlaceFields } from "./ask-form.tsx";
import { shareOf } from "./read.ts";

/** Something that is tried on purpose, with what it may cost. */
export function RequestExperiment() {
  const { searchParams } = useLocation();
  const [said, setSaid] = useState({
    service: searchParams.get("service") ?? "",
    environment: searchParams.get("environment") ?? "production",
    ...{ title: "", hypothesis: "", blastRadius: "", cost: "2", spend: "4", burn: "10", length: "30m" },
  });
  const set = (changes: Partial<typeof said>): void => setSaid({ ...said, ...changes });
  const body = () => ({
    ...{ service: said.service.trim(), environment: said.environment.trim() },
    ...{ title: said.title, blastRadius: said.blastRadius, length: said.length.trim() },
    ...(said.hypothesis.trim() !== "" && { hypothesis: said.hypothesis }),
    cost: shareOf(said.cost),
    caps: { spend: shareOf(said.spend), burn: Number(said.burn) },
  });
  return (
    <AskForm
      of={collections.experiments}
      title="Request an experiment"
      roles={["requester", "admin", "machine"]}
      body={body}
      label="Request: approved at once where the policy asks nobody"
      shown={["service", "environment", "title", "hypothesis", "blastRadius", "cost", "caps", "length"]}
    >
      {(sending) => {
        const line = (
          name: "title" | "cost" | "spend" | "burn" | "length",
          label: string,
          hint: string,
          field: string = name,
        ) => (
          <Field
            label={label}
            hint={hint}
            required
            value={said[name]}
            onValue={(value) => set({ [name]: value })}
            error={sending.errorOf(field)}
          />
        );
        return (
          <>
            <PlaceFields
              {...{ ...said, sending }}
              environmentField="environment"
              onService={(service) => set({ service })}
              onEnvironment={(environment) => set({ environment })}
            />
            {line("title", "what is tried", "in a few words")}
            <TextField
              label="what should happen"
              value={said.hypothesis}
              onValue={(hypothesis) => set({ hypothesis })}
              error={sending.errorOf("hypothesis")}
            />
            <TextField
              label="what it is confined to"
              hint="the selector, the share of traffic, the replicas"
              required
              value={said.blastRadius}
              onValue={(blastRadius) => set({ blastRadius })}
              error={sending.errorOf("blastRadius")}
            />
            {line("cost", "should cost at most", "% of the whole budget")}
            {line("spend", "aborted above", "% of the whole budget", "caps.spend")}
            {line("burn", "aborted above a burn of", "times the pace that lasts the window", "caps.burn")}
            {line("length", "length", "over by then, such as 30m; 8h at most")}
          </>
        );
      }}
    </AskForm>
  );
}
