import { useState } from "preact/hooks";
import { windowKinds } from "../../../model/governance/states.ts";
import type { Sending } from "../../api/sending.ts";
import { Field, Select, TextField, Tick } from "../../parts/form.tsx";
import { useLocation } from "../../url/location.ts";
import { collections } from "../asked/collections.ts";
import { AskForm, linesOf, localHour, momentOf, PlaceFields, SlosField } from "./ask-form.tsx";

const budgets = { count: "counts as always", drop: "is left out", "count-good": "counts as good" };
const gates = {
  none: "as it is",
  closed: "closed but for rollbacks and security fixes",
  open: "open, with a warning",
};
const repeats = {
  once: "once",
  "FREQ=DAILY": "every day",
  "FREQ=WEEKLY": "every week",
  own: "by a rule of your own",
};

const begin = {
  ...{ kind: "maintenance", title: "", reason: "", repeat: "once", rrule: "FREQ=MONTHLY;BYDAY=1SU" },
  ...{ length: "2h", budget: "count", gate: "none", slos: "" },
  alerts: true,
};
type Said = typeof begin & {
  service: string;
  environment: string;
  from: string;
  to: string;
  timeZone: string;
};

function scheduleOf({ repeat, rrule, from, to, timeZone, length }: Said): object {
  if (repeat === "once") return { kind: "once", from: momentOf(from), to: momentOf(to) };
  const rule = repeat === "own" ? rrule.trim() : repeat;
  return { kind: "recurring", rrule: rule, start: from, timeZone: timeZone.trim(), length: length.trim() };
}

const bodyOf = (said: Said): object => ({
  kind: said.kind,
  title: said.title,
  reason: said.reason,
  service: said.service.trim(),
  slos: linesOf(said.slos),
  environments: linesOf(said.environment),
  schedule: scheduleOf(said),
  acts: { alerts: said.alerts, budget: said.budget, gate: said.gate },
});

const needsApproval = ({ budget, gate }: Said): boolean => budget !== "count" || gate === "open";

/** Planned work, or a fault that is known and lived with. */
export function AnnounceWindow() {
  const { searchParams } = useLocation();
  const day = searchParams.get("day");
  const [said, setSaid] = useState<Said>({
    ...begin,
    service: searchParams.get("service") ?? "",
    environment: searchParams.get("environment") ?? "production",
    from: day === null ? localHour(1) : `${day}T22:00`,
    to: day === null ? localHour(3) : `${day}T23:00`,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  });
  const set = (changes: Partial<Said>): void => setSaid({ ...said, ...changes });
  return (
    <AskForm
      of={collections.windows}
      title="Announce maintenance"
      roles={["requester", "machine", "admin"]}
      body={() => bodyOf(said)}
      label={
        needsApproval(said)
          ? "Announce: what it spares and opens waits for its quorum"
          : "Announce: it acts by itself, nobody has to approve"
      }
      shown={["kind", "title", "reason", "service", "environments", "slos", "schedule", "acts"]}
    >
      {(sending) => (
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
            {...{ ...said, sending }}
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
      )}
    </AskForm>
  );
}

interface PartProps {
  said: Said;
  set: (changes: Partial<Said>) => void;
  sending: Sending;
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
