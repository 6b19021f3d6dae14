import { useState } from "preact/hooks";
import type { MarkedAlertBody } from "../../../http/schemas/incidents/quality.ts";
import { alert as names } from "../../../model/names.ts";
import { formatSpan, groupText } from "../../../model/wording.ts";
import { write } from "../../api/client.ts";
import { ActButton, Field, Refusals } from "../../parts/form.tsx";
import { fromField, toField } from "../../parts/moment.ts";
import { Time } from "../../parts/time.tsx";
import { type Mark, markOfKey, marks, pressed } from "./marks.ts";

interface RowProps {
  alert: MarkedAlertBody;
  mayMark: boolean;
  reload: () => void;
}

const lastedText = ({ startsAt, endsAt }: MarkedAlertBody): string =>
  endsAt === undefined ? "still firing" : formatSpan((Date.parse(endsAt) - Date.parse(startsAt)) / 1_000);

/** One alert; whoever was there says by a key or a button what it was worth, and takes it back the same way. */
export function AlertRow({ alert, mayMark, reload }: RowProps) {
  const [error, setError] = useState<Error>();
  const say = async (mark: Mark | "none", more: object = {}): Promise<void> => {
    setError(undefined);
    try {
      await write(`/api/v1/alerts/${alert.id}/mark`, { mark, ...more });
      reload();
    } catch (failure) {
      setError(failure as Error);
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    const mark = markOfKey(event);
    if (mark === undefined || !mayMark) return;
    event.preventDefault();
    event.stopPropagation();
    void say(mark);
  };
  return (
    <tr data-row onKeyDown={onKey}>
      <td>
        <About alert={alert} />
      </td>
      <td data-label="rang">
        <Time at={alert.startsAt} />
      </td>
      <td class="number" data-label="for">
        {alert.endsAt === undefined ? <span class="page-mark">▲ firing</span> : lastedText(alert)}
      </td>
      <td data-label="incident">
        {alert.incident === undefined ? (
          <span class="quiet">–</span>
        ) : (
          <a href={`/incidents/${alert.incident}`}>{alert.incident}</a>
        )}
      </td>
      <td>
        <Marks alert={alert} mayMark={mayMark} say={say} />
        {error !== undefined && <Refusals error={error} />}
      </td>
    </tr>
  );
}

function About({
  alert: { id, slo, alertname, severity, tier, group, summary },
}: {
  alert: MarkedAlertBody;
}) {
  return (
    <>
      {slo === undefined ? <span>{alertname}</span> : <a href={`/slos/${slo}`}>{slo}</a>}{" "}
      <strong>{[severity, tier].filter(Boolean).join(", ")}</strong>{" "}
      <span class="quiet small">
        {groupText(group)} {alertname !== names.burn && slo !== undefined && alertname}{" "}
        {summary !== undefined && <span title={summary}>{id}</span>}
      </span>
    </>
  );
}

interface MarksProps {
  alert: MarkedAlertBody;
  mayMark: boolean;
  say: (mark: Mark | "none", more?: object) => Promise<void>;
}

function Marks({ alert, mayMark, say }: MarksProps) {
  const { marked } = alert;
  return (
    <>
      <span class="mark-buttons" role="group" aria-label={`What ${alert.id} was worth`}>
        {marks.map(({ mark, shape }) => (
          <button
            key={mark}
            type="button"
            class={`mark is-${mark}`}
            aria-pressed={marked?.mark === mark}
            disabled={!mayMark}
            onClick={() => void say(pressed(marked?.mark, mark))}
          >
            <span aria-hidden="true">{shape}</span> {mark}
          </button>
        ))}
      </span>
      {marked !== undefined && (
        <span class="quiet small said">
          {marked.by} <Time at={marked.at} />
          {marked.comment !== undefined && `: ${marked.comment}`}
          {marked.began !== undefined && (
            <>
              {" "}
              · rang {formatSpan((Date.parse(alert.startsAt) - Date.parse(marked.began)) / 1_000)} after it
              began
            </>
          )}
        </span>
      )}
      {marked !== undefined && mayMark && <More alert={alert} marked={marked} say={say} />}
    </>
  );
}

/** Why, and when the trouble began: how long it took to tell follows. */
function More({
  alert: { startsAt },
  marked,
  say,
}: Pick<MarksProps, "alert" | "say"> & { marked: NonNullable<MarkedAlertBody["marked"]> }) {
  const [comment, setComment] = useState(marked.comment ?? "");
  const [began, setBegan] = useState(marked.began === undefined ? "" : toField(marked.began));
  const from = fromField(began);
  const more = {
    ...(comment.trim() !== "" && { comment: comment.trim() }),
    ...(from !== undefined && { began: from }),
  };
  return (
    <details class="small">
      <summary>say more</summary>
      <div class="form">
        <Field label="why" value={comment} onValue={setComment} />
        {marked.mark === "useful" && (
          <Field
            label="the trouble began"
            hint={`it rang ${toField(startsAt).replace("T", " ")}`}
            type="datetime-local"
            value={began}
            onValue={setBegan}
          />
        )}
        <ActButton label="Say so" act={() => say(marked.mark, more)} />
      </div>
    </details>
  );
}
