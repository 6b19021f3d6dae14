import { useState } from "preact/hooks";
import type { IncidentBody } from "../../../http/schemas/incidents/incident.ts";
import { write } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { ActButton, Field } from "../../parts/form.tsx";
import { fromField } from "../../parts/moment.ts";
import { go, useLocation } from "../../url/location.ts";
import { Stranger } from "./work.tsx";

/** For what a person saw before any alert did. */
export function OpenIncident() {
  const { searchParams } = useLocation();
  const me = useMe();
  const [said, setSaid] = useState({
    service: searchParams.get("service") ?? "",
    environment: searchParams.get("environment") ?? "production",
    title: "",
    began: "",
  });
  const field = (name: keyof typeof said, label: string, hint?: string) => ({
    ...{ label, value: said[name], ...(hint !== undefined && { hint }) },
    onValue: (value: string): void => setSaid({ ...said, [name]: value }),
  });
  const open = async (): Promise<void> => {
    const { service, environment, title, began } = said;
    const startedAt = fromField(began);
    const body = { service, environment, title, ...(startedAt !== undefined && { startedAt }) };
    const { id } = await write<IncidentBody>("/api/v1/incidents", body);
    go(`/incidents/${id}`);
  };
  const isComplete = [said.service, said.environment, said.title].every((text) => text.trim() !== "");
  return (
    <>
      <h1>Open an incident</h1>
      <p class="quiet">
        Pages open one by themselves. What a person opens, a person closes; one service in one environment has
        one open incident.
      </p>
      <Stranger me={me} />
      <form class="form" onSubmit={(event) => event.preventDefault()}>
        <Field {...field("service", "service")} required />
        <Field {...field("environment", "environment")} required />
        <Field {...field("title", "what is wrong", "in a few words")} required />
        <Field {...field("began", "began", "now, when left empty")} type="datetime-local" />
        <ActButton main disabled={!isComplete} label="Open: everybody sees it" act={open} />
      </form>
    </>
  );
}
