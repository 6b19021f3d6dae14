import { useState } from "preact/hooks";
import { useLocation } from "../../url/location.ts";
import { collections } from "../asked/collections.ts";
import { AskForm } from "./ask-form.tsx";
import { exceptionFieldNames, ExceptionFields } from "./exception-fields.tsx";
import { bodyOf, emptySaid, type Said } from "./exception-said.ts";

/** What is asked, for what, at what risk: filled in from the gate's question where one comes from there. */
export function RequestException() {
  const { searchParams } = useLocation();
  const isBroken = searchParams.get("glass") === "broken";
  const [said, setSaid] = useState<Said>({
    ...emptySaid,
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
      shown={exceptionFieldNames}
      notice={<Kind isBroken={isBroken} query={searchParams} />}
    >
      {(sending) => <ExceptionFields {...{ said, set, sending, isBroken }} />}
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
