import { useState } from "preact/hooks";
import { useLocation } from "../../url/location.ts";
import { collections } from "../asked/collections.ts";
import { AskForm } from "./ask-form.tsx";
import { localHour } from "./read.ts";
import { windowFieldNames, WindowFields } from "./window-fields.tsx";
import { bodyOf, needsApproval, newWindow, type Said } from "./window-said.ts";

/** Planned work, or a fault that is known and lived with. */
export function AnnounceWindow() {
  const { searchParams } = useLocation();
  const day = searchParams.get("day");
  const [said, setSaid] = useState<Said>({
    ...newWindow,
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
      shown={windowFieldNames}
    >
      {(sending) => <WindowFields {...{ said, set, sending }} />}
    </AskForm>
  );
}
