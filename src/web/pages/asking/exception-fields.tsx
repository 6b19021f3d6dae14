import type { ExceptionBody } from "../../../http/schemas/governance/exception.ts";
import { reasonCategories } from "../../../model/governance/states.ts";
import { changeKinds } from "../../../model/policy.ts";
import type { Sending } from "../../api/sending.ts";
import { Field, Select, TextField, Tick } from "../../parts/form.tsx";
import { PlaceFields } from "./ask-form.tsx";
import { kindsText, type Said } from "./exception-said.ts";

/** The API's fields that show their own errors. */
export const exceptionFieldNames = [
  ...["service", "environments", "change", "reason", "businessImpact", "risk", "rollbackPlan"],
  ...["expiry", "maxUses", "maxBudgetCost", "evidence", "followUp", "silverBullet"],
];

interface FieldsProps {
  said: Said;
  set: (changes: Partial<Said>) => void;
  sending: Sending;
  isBroken?: boolean;
  /** What is edited; absent of a new one. */
  edited?: ExceptionBody;
}

export function ExceptionFields(props: FieldsProps) {
  const { said, set, sending, isBroken = false, edited } = props;
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
        {...{ ...said, sending, keepsService: edited !== undefined }}
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
      <Select
        label="change"
        value={said.change}
        values={[
          ...new Set([said.change, ...(edited === undefined ? [] : [kindsText(edited)]), ...changeKinds]),
        ]}
        words={{ "": "any kind" }}
        onValue={(change) => set({ change })}
      />
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
      <Limits {...props} />
    </>
  );
}

/** All of it can be left to the policy. */
function Limits({ said, set, sending, isBroken = false, edited }: FieldsProps) {
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
    <details open={edited !== undefined}>
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
        {!isBroken && edited === undefined && (
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
