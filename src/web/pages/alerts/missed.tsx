import { useState } from "preact/hooks";
import { write } from "../../api/client.ts";
import { may, useMe } from "../../api/me.ts";
import { tellNews } from "../../api/news.ts";
import { ActButton, Field, TextField } from "../../parts/form.tsx";
import { fromField } from "../../parts/moment.ts";

const empty = { what: "", from: "", to: "" };

/** Trouble that nobody was told of: without it, an alert that never rings looks perfect. */
export function Missed({ slo: chosen }: { slo: string }) {
  const me = useMe();
  const [said, setSaid] = useState(empty);
  const [slo, setSlo] = useState(chosen);
  const [entered, setEntered] = useState("");
  if (!may(me, "requester", "approver", "admin")) return null;
  const [from, to] = [fromField(said.from), fromField(said.to)];
  const enter = async (): Promise<void> => {
    await write("/api/v1/alerts/missed", { slo, what: said.what, from, ...(to !== undefined && { to }) });
    setEntered(`Entered for ${slo}: nothing quieter is proposed for it while it counts.`);
    setSaid(empty);
    tellNews();
  };
  const field = (name: keyof typeof empty) => ({
    value: said[name],
    onValue: (value: string): void => setSaid({ ...said, [name]: value }),
  });
  return (
    <details class="missed">
      <summary>Enter trouble that no alert told of</summary>
      <div class="form">
        <Field label="SLO" hint="its whole id" value={slo} onValue={setSlo} required />
        <TextField label="what nobody was told of" {...field("what")} required />
        <Field label="from" type="datetime-local" {...field("from")} required />
        <Field label="to" hint="left empty while it goes on" type="datetime-local" {...field("to")} />
        <ActButton
          main
          disabled={slo.trim() === "" || said.what.trim() === "" || from === undefined}
          label="Enter it"
          act={enter}
        />
        <p aria-live="polite">{entered}</p>
      </div>
    </details>
  );
}
