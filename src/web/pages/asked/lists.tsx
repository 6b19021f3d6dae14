import type { ComponentChildren } from "preact";
import type { QuorumBody } from "../../../http/schemas/governance/common.ts";
import type { CorrectionBody } from "../../../http/schemas/governance/correction.ts";
import type { ExceptionBody } from "../../../http/schemas/governance/exception.ts";
import type { ExperimentBody } from "../../../http/schemas/governance/experiment.ts";
import type { LooseningBody } from "../../../http/schemas/governance/loosening.ts";
import type { WindowBody } from "../../../http/schemas/governance/window.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { StateMark } from "../../parts/state.tsx";
import { absolute, Time } from "../../parts/time.tsx";
import { collections } from "./collections.ts";
import { AskedList } from "./list.tsx";
import { effectWords, looseningWords, scheduleWords } from "./words.ts";

interface Asked {
  state: string;
  quorum?: QuorumBody | undefined;
}

const isOpen = (state: string): boolean => state === "pending" || state === "escalated";

/** Loud while somebody has to do something. */
const stateOf = ({ state }: Asked): ComponentChildren =>
  isOpen(state) ? <strong class="waits">◔ {state}</strong> : state;
const waitsFor = ({ state, quorum }: Asked): ComponentChildren =>
  isOpen(state) ? (quorum?.missing.join(", ") ?? "–") : "–";
const place = (service: string, environments: readonly string[]): ComponentChildren => (
  <>
    {service} <span class="quiet">{environments.join(", ")}</span>
  </>
);
const asked = (by: string, at: string): ComponentChildren => (
  <>
    {by} <Time at={at} />
  </>
);

export const ExceptionsPage = () => (
  <AskedList<ExceptionBody>
    of={collections.exceptions}
    also={<a href="/exceptions/new?glass=broken">Break glass</a>}
    columns={[
      [
        "state",
        (each) => (
          <>
            {stateOf(each)}
            {each.breakGlass !== undefined && " · glass broken"}
            {each.breakGlass?.overdue === true && <strong class="waits"> · review overdue</strong>}
          </>
        ),
      ],
      [
        "for",
        (each) => (
          <>
            {place(each.service, each.environments)}{" "}
            <code title={each.change.sha}>{each.change.sha?.slice(0, 12)}</code>
          </>
        ),
      ],
      ["why", (each) => each.reason.text],
      ["asked", (each) => asked(each.requestedBy, each.requestedAt)],
      ["waits for", waitsFor],
    ]}
  />
);

export const CorrectionsPage = () => (
  <AskedList<CorrectionBody>
    of={collections.corrections}
    columns={[
      ["state", stateOf],
      ["for", (each) => place(each.service, each.environments)],
      [
        "time",
        (each) => (
          <>
            {absolute(each.from)} – {absolute(each.to)}
          </>
        ),
      ],
      ["effect", (each) => effectWords[each.effect]],
      ["why", (each) => each.reason],
      ["asked", (each) => asked(each.requestedBy, each.requestedAt)],
      ["waits for", waitsFor],
    ]}
  />
);

export const WindowsPage = () => (
  <AskedList<WindowBody>
    of={collections.windows}
    also={<a href="/calendar">Calendar</a>}
    columns={[
      ["state", stateOf],
      ["what", (each) => (each.kind === "known-issue" ? `${each.title} (known issue)` : each.title)],
      ["for", (each) => place(each.service, each.environments)],
      ["when", (each) => scheduleWords(each.schedule)],
      [
        "next",
        (each) => {
          const next = each.running ?? each.upcoming;
          return next === undefined ? "–" : <Time at={next.from} />;
        },
      ],
      ["announced", (each) => asked(each.createdBy, each.createdAt)],
      ["waits for", waitsFor],
    ]}
  />
);

export const LooseningsPage = () => (
  <AskedList<LooseningBody>
    of={collections.loosenings}
    columns={[
      ["held", (each) => (each.held ? <strong class="waits">◔ held</strong> : (each.ended?.why ?? "–"))],
      ["SLO", (each) => <a href={`/slos/${each.slo}`}>{each.slo}</a>],
      ["what changed", (each) => looseningWords(each)],
      ["stood", (each) => <StateMark state={each.state} />],
      ["when", (each) => <Time at={each.at} />],
      ["waits for", (each) => (each.held ? (each.quorum?.missing.join(", ") ?? "–") : "–")],
    ]}
  />
);

export const ExperimentsPage = () => (
  <AskedList<ExperimentBody>
    of={collections.experiments}
    columns={[
      ["state", stateOf],
      ["what", (each) => each.title],
      ["for", (each) => place(each.service, [each.environment])],
      ["cost", (each) => `${formatPercent(each.cost)}, ${formatPercent(each.caps.spend)} at most`],
      ["asked", (each) => asked(each.requestedBy, each.requestedAt)],
      ["waits for", waitsFor],
    ]}
  />
);
