import type { RunBody } from "../../../http/schemas/journey.ts";
import { absolute } from "../../parts/time.tsx";
import { Picture } from "./picture.tsx";
import { ResultMark } from "./results.tsx";
import {
  axisOf,
  type Piece,
  phaseWords,
  reasonWords,
  secondsText,
  type WaterfallRow,
  waterfallOf,
} from "./waterfall.ts";

type Step = RunBody["steps"][number];

/** One run as a waterfall: each step on the run's axis, its phases, what it found, and why it failed. */
export function Run({ run }: { run: RunBody }) {
  const rows = waterfallOf(run);
  const broken = run.steps.find(({ result }) => result === "failed" || result === "internal");
  return (
    <section class="card" aria-label={`Run ${run.id}`}>
      <p class="run-head">
        <ResultMark result={run.result} /> after {secondsText(run.duration)} at {run.location},{" "}
        {absolute(run.at)}
        {run.lateSeconds >= 1 && ` · ${secondsText(run.lateSeconds)} late`} · <code>{run.id}</code>
      </p>
      {broken !== undefined && (
        <p class="notice bad">
          <strong>
            {broken.step} failed: {broken.reason}
          </strong>{" "}
          {broken.reason !== undefined && `(${reasonWords[broken.reason]})`} {broken.message}
        </p>
      )}
      <ol class="waterfall">
        {run.steps.map((step, index) => (
          <StepRow key={step.step} step={step} row={rows[index]} />
        ))}
      </ol>
      <Legend />
      <p class="quiet small">The axis is {secondsText(axisOf(run))} long.</p>
    </section>
  );
}

function StepRow({ step, row }: { step: Step; row: WaterfallRow | undefined }) {
  const hasMore =
    step.findings.length + step.exchanges.length + (step.console?.length ?? 0) > 0 ||
    step.screenshot !== undefined;
  return (
    <li class={`step is-${step.result}`}>
      <div class="step-line">
        <span>
          <ResultMark result={step.result} /> <strong>{step.step}</strong>{" "}
          <span class="quiet">{step.status}</span>
          {step.attempts > 1 && <span class="quiet"> · {step.attempts} attempts</span>}
        </span>
        <Bar pieces={row?.pieces ?? []} label={`${step.step}: ${describe(row)}`} />
        <span class="number">{row?.bar === undefined ? "–" : secondsText(step.duration)}</span>
      </div>
      {step.message !== undefined && <p class="small message">{step.message}</p>}
      {hasMore && <More step={step} open={step.result === "failed"} />}
    </li>
  );
}

const describe = (row: WaterfallRow | undefined): string =>
  row === undefined || row.pieces.length === 0
    ? "not run"
    : row.pieces.map(({ phase, took }) => `${phaseWords[phase]} ${secondsText(took)}`).join(", ");

function Bar({ pieces, label }: { pieces: readonly Piece[]; label: string }) {
  return (
    <svg class="fall" viewBox="0 0 1000 14" preserveAspectRatio="none" role="img" aria-label={label}>
      <title>{label}</title>
      {pieces.map(({ phase, from, length }) => (
        <rect
          key={phase}
          class={`phase is-${phase}`}
          x={from * 1_000}
          y="1"
          width={Math.max(length * 1_000, 1)}
          height="12"
        />
      ))}
    </svg>
  );
}

function Legend() {
  return (
    <p class="legend small" aria-hidden="true">
      {Object.entries(phaseWords).map(([phase, words]) => (
        <span key={phase}>
          <svg viewBox="0 0 10 10">
            <rect class={`phase is-${phase}`} width="10" height="10" />
          </svg>{" "}
          {words}
        </span>
      ))}
    </p>
  );
}

/** What the step was asked and found; requests and answers are kept of steps that did not pass, secrets taken out. */
function More({
  step: { step, findings, exchanges, console: lines = [], screenshot, picture },
  open,
}: {
  step: Step;
  open: boolean;
}) {
  return (
    <details class="small" open={open}>
      <summary>
        {findings.length === 0
          ? "what was sent and answered"
          : `${findings.filter(({ ok }) => ok).length} of ${findings.length} assertions hold`}
      </summary>
      <ul class="findings">
        {findings.map(({ ok, severity, message }) => (
          <li key={message}>
            <ResultMark result={ok ? "passed" : severity === "fail" ? "failed" : "degraded"} /> {message}
          </li>
        ))}
      </ul>
      {exchanges.map((exchange) => (
        <pre
          key={`${exchange.attempt} ${exchange.url}`}
          class="copied"
          tabIndex={0}
          aria-label={`What ${step} sent and was answered`}
        >
          {exchangeText(exchange)}
        </pre>
      ))}
      {lines.length > 0 && (
        <pre class="copied" tabIndex={0} aria-label={`What page and script of ${step} said`}>
          {lines.join("\n")}
        </pre>
      )}
      {picture !== undefined && <Picture path={picture} step={step} />}
      {picture === undefined && screenshot !== undefined && (
        <p>
          A picture of the page lies with the prober that ran it, too large to be reported or no longer among
          the last few here: <code>{screenshot}</code>
        </p>
      )}
    </details>
  );
}

function exchangeText(exchange: Step["exchanges"][number]): string {
  const { method, url, address, status, requestHeaders, requestBody, responseHeaders, responseBody } =
    exchange;
  const headers = (of: Readonly<Record<string, string>>): string[] =>
    Object.entries(of).map(([name, value]) => `${name}: ${value}`);
  return [
    `${method} ${url}${address === undefined ? "" : `  (${address})`}`,
    ...headers(requestHeaders),
    ...(requestBody === undefined ? [] : ["", requestBody]),
    "",
    status === undefined ? "no answer" : `answered ${status}`,
    ...headers(responseHeaders),
    ...(responseBody === undefined ? [] : ["", responseBody]),
  ].join("\n");
}
