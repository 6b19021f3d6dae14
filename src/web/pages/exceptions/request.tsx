import { useState } from "preact/hooks";
import type { ExceptionBody } from "../../../http/schemas/governance/exception.ts";
import { changeKinds } from "../../../model/policy.ts";
import { write } from "../../api/client.ts";
import { may, useMe } from "../../api/me.ts";
import { ActButton, Field, Select, TextField } from "../../parts/form.tsx";
import { go, useLocation } from "../../url/location.ts";

/** Every reason there is, as the API lists them. */
const categories: readonly ExceptionBody["reason"]["category"][] = [
  "customer-commitment",
  "legal",
  "security",
  "incident",
  "dependency",
  "other",
];

const empty = { text: "", businessImpact: "", risk: "", rollbackPlan: "" };

/** What is asked, for what, at what risk: filled in from the gate's question where one comes from there. */
export function RequestException() {
  const { searchParams } = useLocation();
  const me = useMe();
  const [scope, setScope] = useState({
    service: searchParams.get("service") ?? "",
    environment: searchParams.get("environment") ?? "production",
    sha: searchParams.get("sha") ?? "",
    change: searchParams.get("change") ?? "feature",
    category: "customer-commitment",
  });
  const [words, setWords] = useState(empty);
  const isComplete = [...Object.values(scope), ...Object.values(words)].every((text) => text.trim() !== "");
  const send = async (): Promise<void> => {
    const { id } = await write<ExceptionBody>("/api/v1/exceptions", {
      service: scope.service,
      environments: [scope.environment],
      change: { sha: scope.sha, kinds: [scope.change] },
      reason: { category: scope.category, text: words.text },
      businessImpact: words.businessImpact,
      risk: words.risk,
      rollbackPlan: words.rollbackPlan,
    });
    go(`/exceptions/${id}`);
  };
  const scopeField = (name: keyof typeof scope, label: string, hint?: string) => (
    <Field
      label={label}
      {...(hint !== undefined && { hint })}
      value={scope[name]}
      required
      onValue={(value) => setScope({ ...scope, [name]: value })}
    />
  );
  const wordField = (name: keyof typeof empty, label: string) => (
    <TextField
      label={label}
      value={words[name]}
      required
      onValue={(value) => setWords({ ...words, [name]: value })}
    />
  );
  return (
    <>
      <h1>Request an exception</h1>
      {me !== undefined && !may(me, "requester", "admin") && (
        <p class="notice">
          {me.identity === undefined ? (
            <>
              Who asks must be known: <a href="/people">sign in</a>.
            </>
          ) : (
            <>{me.identity.subject} has no role that requests exceptions.</>
          )}
        </p>
      )}
      <form class="form" onSubmit={(event) => event.preventDefault()}>
        {scopeField("service", "service")}
        {scopeField("environment", "environment")}
        {scopeField("sha", "sha", "commit, tag or digest: it covers this change alone")}
        <Select
          label="change"
          value={scope.change}
          values={changeKinds}
          onValue={(change) => setScope({ ...scope, change })}
        />
        <Select
          label="reason"
          value={scope.category}
          values={categories}
          onValue={(category) => setScope({ ...scope, category })}
        />
        {wordField("text", "why it cannot wait")}
        {wordField("businessImpact", "what it costs to wait")}
        {wordField("risk", "what can go wrong")}
        {wordField("rollbackPlan", "how it is taken back")}
        <ActButton main disabled={!isComplete} label="Request: asks the policy's quorum" act={send} />
      </form>
    </>
  );
}
