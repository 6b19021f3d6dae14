import { windowKinds } from "../../../model/governance/states.ts";
import type { Sending } from "../../api/sending.ts";
import { Field, Select, TextField, Tick } from "../../parts/form.tsx";
import { PlaceFields, SlosField } from "./ask-form.tsx";
import { repeats, type Said } from "./window-said.ts";

/** The API's fields that show their own errors. */
export const windowFieldNames = [
  ...["kind", "title", "reason", "service", "environments", "slos", "schedule", "acts"],
];

const budgets = { count: "counts as always", drop: "is left out", "count-good": "counts as good" };
const gates = {
  none: "as it is",
  closed: "closed but for rollbacks and security fixes",
  open: "open, with a warning",
};

interface PartProps {
  said: Said;
  set: (changes: Partial<Said>) => void;
  sending: Sending;
  /** Of one that is there already. */
  edited?: boolean;
}

export function WindowFields({ said, set, sending, edited = false }: PartProps) {
  return (
    <>
      <Select
        label="kind"
        value={said.kind}
        values={windowKinds}
        words={{ "known-issue": "known issue" }}
        onValue={(kind) => set({ kind })}
      />
      <Field
        label="title"
        hint="in a few words"
        required
        value={said.title}
        onValue={(title) => set({ title })}
        error={sending.errorOf("title")}
      />
      <PlaceFields
        {...{ ...said, sending, keepsService: edited }}
        onService={(service) => set({ service })}
        onEnvironment={(environment) => set({ environment })}
      />
      <Schedule said={said} set={set} sending={sending} />
      <Acts said={said} set={set} sending={sending} />
      <SlosField value={said.slos} onValue={(slos) => set({ slos })} sending={sending} />
      <TextField
        label="why"
        hint="a ticket, what is done"
        required
        value={said.reason}
        onValue={(reason) => set({ reason })}
        error={sending.errorOf("reason")}
      />
    </>
  );
}

function Schedule({ said, set, sending }: PartProps) {
  const line = (name: "rrule" | "timeZone" | "length", label: string, hint: string) => (
    <Field
      label={label}
      hint={hint}
      required
      value={said[name]}
      onValue={(value) => set({ [name]: value })}
      error={sending.errorOf(`schedule.${name}`)}
    />
  );
  const isOnce = said.repeat === "once";
  return (
    <>
      <Select
        label="repeats"
        value={said.repeat}
        values={Object.keys(repeats)}
        words={repeats}
        onValue={(repeat) => set({ repeat })}
      />
      {said.repeat === "own" && line("rrule", "rule", "RFC 5545, without DTSTART")}
      <Field
        label={isOnce ? "from" : "first time"}
        type="datetime-local"
        required
        value={said.from}
        onValue={(from) => set({ from })}
        error={sending.errorOf(isOnce ? "schedule.from" : "schedule.start")}
      />
      {isOnce ? (
        <Field
          label="to"
          type="datetime-local"
          required
          value={said.to}
          onValue={(to) => set({ to })}
          error={sending.errorOf("schedule.to")}
        />
      ) : (
        <>
          {line("length", "length of each", "such as 90m or 2h")}
          {line("timeZone", "time zone", "whose clocks it goes by")}
        </>
      )}
    </>
  );
}

function Acts({ said, set, sending }: PartProps) {
  return (
    <>
      <Tick label="quiets alerts" checked={said.alerts} onChecked={(alerts) => set({ alerts })} />
      <Select
        label="its time in the budget"
        value={said.budget}
        values={Object.keys(budgets)}
        words={budgets}
        onValue={(budget) => set({ budget })}
        error={sending.errorOf("acts.budget")}
      />
      <Select
        label="the gate meanwhile"
        value={said.gate}
        values={Object.keys(gates)}
        words={gates}
        onValue={(gate) => set({ gate })}
        error={sending.errorOf("acts.gate")}
      />
    </>
  );
}
