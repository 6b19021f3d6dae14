import { useState } from "preact/hooks";
import { reasonCategories } from "../../../model/governance/states.ts";
import { changeKinds } from "../../../model/policy.ts";
import type { Sending } from "../../api/sending.ts";
import { Field, Select, TextField, Tick } from "../../parts/form.tsx";
import { useLocation } from "../../url/location.ts";
import { collections } from "../asked/collections.ts";
import { AskForm, linesOf, momentOf, PlaceFields, shareOf } from "./ask-form.tsx";

const shown = [
  ...["service", "environments", "change", "reason", "businessImpact", "risk", "rollbackPlan"],
  ...["expiry", "maxUses", "maxBudgetCost", "evidence", "followUp", "silverBullet"],
];

const empty = {
  ...{ text: "", businessImpact: "", risk: "", rollbackPlan: "" },
  ...{ expiry: "", maxUses: "1", maxBudgetCost: "", evidence: "", followUp: "" },
  silverBullet: false,
};

type Said = typeof empty & {
  service: string;
  environment: string;
  sha: string;
  change: string;
  category: string;
};

/** What was not filled in is not sent: then the server's own word counts. */
const given = (name: string, value: string): object => (value.trim() === "" ? {} : { [name]: value.trim() });

function bodyOf(said: Said, isBroken: boolean): object {
  const cost = shareOf(said.maxBudgetCost);
  return {
    service: said.service.trim(),
    environments: linesOf(said.environment),
    ...(said.sha.trim() !== "" || !isBroken
      ? { change: { ...given("sha", said.sha), kinds: [said.change] } }
      : {}),
    reason: { category: said.category, text: said.text },
    ...(isBroken
      ? {
          ...given("businessImpact", said.businessImpact),
          ...given("risk", said.risk),
          ...given("rollbackPlan", said.rollbackPlan),
        }
      : { businessImpact: said.businessImpact, risk: said.risk, rollbackPlan: said.rollbackPlan }),
    ...(said.expiry !== "" && { expiry: momentOf(said.expiry) }),
    ...(said.maxUses.trim() !== "" && { maxUses: Number(said.maxUses) }),
    ...(cost !== undefined && { maxBudgetCost: cost }),
    ...(linesOf(said.evidence).length > 0 && { evidence: linesOf(said.evidence) }),
    ...given("followUp", said.followUp),
    ...(said.silverBullet && !isBroken && { silverBullet: true }),
  };
}

/** What is asked, for what, at what risk: filled in from the gate's question where one comes from there. */
export function RequestException() {
  const { searchParams } = useLocation();
  const isBroken = searchParams.get("glass") === "broken";
  const [said, setSaid] = useState<Said>({
    ...empty,
    service: searchParams.get("service") ?? "",
    environment: searchParams.get("environment") ?? "production",
    sha: searchParams.get("sha") ?? "",
    change: searchParams.get("change") ?? "feature",
    category: isBroken ? "incident" : "customer-commitment",
  });
  const set = (changes: Partial<Said>): void => setSaid({ ...said, ...changes });
  return (
    <AskForm
      of={collections.exceptions}
      title={isBroken ? "Break glass" : "Request an exception"}
      roles={["requester", "admin"]}
      {...(isBroken && { path: "/api/v1/break-glass" })}
      body={() => bodyOf(said, isBroken)}
      label={labelOf(said, isBroken)}
      shown={shown}
      notice={<Kind isBroken={isBroken} query={searchParams} />}
    >
      {(sending) => <Fields said={said} set={set} sending={sending} isBroken={isBroken} />}
    </AskForm>
  );
}

function labelOf({ silverBullet }: Said, isBroken: boolean): string {
  if (isBroken) return "Break the glass: opens the gate at once";
  return silverBullet ? "Spend a silver bullet: nobody has to approve" : "Request: asks the policy's quorum";
}

/** Either way of asking leads to the other, with what was asked at the gate. */
function Kind({ isBroken, query }: { isBroken: boolean; query: URLSearchParams }) {
  const other = new URLSearchParams(query);
  if (isBroken) other.delete("glass");
  else other.set("glass", "broken");
  const href = `/exceptions/new?${other.toString()}`;
  return isBroken ? (
    <div class="notice bad" role="note">
      <strong>For emergencies alone.</strong> The gate opens at once and everybody concerned is told. Two
      other people have to look at it afterwards, within the policy's time; while that is overdue nobody can
      break it again. If it can wait for an answer, <a href={href}>request an exception</a>.
    </div>
  ) : (
    <p class="quiet">
      The quorum of the policy is asked. In an emergency that cannot wait for it,{" "}
      <a href={href}>break glass</a>.
    </p>
  );
}

interface FieldsProps {
  said: Said;
  set: (changes: Partial<Said>) => void;
  sending: Sending;
  isBroken: boolean;
}

function Fields({ said, set, sending, isBroken }: FieldsProps) {
  const word = (name: "businessImpact" | "risk" | "rollbackPlan", label: string) => (
    <TextField
      label={label}
      value={said[name]}
      required={!isBroken}
      hint={isBroken ? "if there is time" : undefined}
      onValue={(value) => set({ [name]: value })}
      error={sending.errorOf(name)}
    />
  );
  return (
    <>
      <PlaceFields
        {...{ ...said, sending }}
        onService={(service) => set({ service })}
        onEnvironment={(environment) => set({ environment })}
      />
      <Field
        label="sha"
        hint="commit, tag or digest: it covers this change alone; empty covers any"
        value={said.sha}
        onValue={(sha) => set({ sha })}
        error={sending.errorOf("change")}
      />
      <Select label="change" value={said.change} values={changeKinds} onValue={(change) => set({ change })} />
      <Select
        label="reason"
        value={said.category}
        values={reasonCategories}
        onValue={(category) => set({ category })}
      />
      <TextField
        label="why it cannot wait"
        value={said.text}
        required
        onValue={(text) => set({ text })}
        error={sending.errorOf("reason")}
      />
      {word("businessImpact", "what it costs to wait")}
      {word("risk", "what can go wrong")}
      {word("rollbackPlan", "how it is taken back")}
      <Limits {...{ said, set, sending, isBroken }} />
    </>
  );
}

/** All of it can be left to the policy. */
function Limits({ said, set, sending, isBroken }: FieldsProps) {
  const line = (name: "expiry" | "maxUses" | "maxBudgetCost" | "followUp", label: string, hint: string) => (
    <Field
      label={label}
      hint={hint}
      type={name === "expiry" ? "datetime-local" : name === "maxUses" ? "number" : "text"}
      value={said[name]}
      onValue={(value) => set({ [name]: value })}
      error={sending.errorOf(name)}
    />
  );
  return (
    <details>
      <summary>Limits, evidence, and what it leaves to do</summary>
      <div class="form">
        {line("expiry", "until", "the policy's longest, when left out")}
        {line("maxUses", "uses", "each another change")}
        {line("maxBudgetCost", "may cost", "% of the budget; revoked above it")}
        <TextField
          label="evidence"
          hint="one link a line"
          value={said.evidence}
          onValue={(evidence) => set({ evidence })}
          error={sending.errorOf("evidence")}
        />
        {line("followUp", "left to do", "where the clean-up is tracked")}
        {!isBroken && (
          <Tick
            label="silver bullet: one of the quarter's that need nobody's approval"
            checked={said.silverBullet}
            onChecked={(silverBullet) => set({ silverBullet })}
          />
        )}
      </div>
    </details>
  );
}
