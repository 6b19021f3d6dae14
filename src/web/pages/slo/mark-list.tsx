import type { SloDetailBody } from "../../../http/schemas/slo.ts";
import { momentText } from "../../parts/chart/moments.ts";
import { axisWidth, rightMargin } from "../../parts/chart/options.ts";
import type { PlacedMark } from "./chart-data.ts";
import { type MarkKind, markHref, markLooks } from "./marks.ts";

function MarkShape({ kind }: { kind: MarkKind }) {
  const { colour, shape } = markLooks[kind];
  return (
    <svg class="mark-shape" viewBox="0 0 12 12" aria-hidden="true">
      <path d={shape} fill={`var(${colour})`} fill-rule="evenodd" />
    </svg>
  );
}

const linkTo = (href: string | undefined) => (href === undefined ? {} : { href });

interface MarksProps {
  marks: readonly PlacedMark[];
  slo: SloDetailBody;
  onPoint: (key: string | undefined) => void;
}

/** The marks above the charts, each where it happened. The list below says the same to keyboards and screen readers. */
export function MarkStrip({
  marks,
  range: [from, to],
  slo,
  onPoint,
  pointed,
}: MarksProps & { range: readonly [number, number]; pointed: string | undefined }) {
  const across = (at: number): string => {
    const share = Math.min(Math.max((at - from) / (to - from), 0), 1);
    return `calc(${axisWidth}px + ${share} * (100% - ${axisWidth + rightMargin}px))`;
  };
  return (
    <div class="mark-strip" aria-hidden="true">
      {marks.map(({ key, mark, from: begin }) => (
        <a
          key={key}
          tabIndex={-1}
          {...linkTo(markHref(mark, slo))}
          title={`${markLooks[mark.kind].word}: ${mark.title}, ${momentText(begin)}`}
          class={key === pointed ? "pointed" : ""}
          style={{ left: across(begin) }}
          onMouseEnter={() => onPoint(key)}
          onMouseLeave={() => onPoint(undefined)}
        >
          <MarkShape kind={mark.kind} />
        </a>
      ))}
    </div>
  );
}

/** The same marks in words, the newest first: a picture alone tells nobody what happened. */
export function MarkList({ marks, slo, onPoint }: MarksProps) {
  if (marks.length === 0) return <p class="quiet small">Nothing on record happened in this time.</p>;
  const kinds = [...new Set(marks.map(({ mark }) => mark.kind))];
  return (
    <details class="marks-list">
      <summary>
        What happened: {marks.length}{" "}
        <span class="quiet small">
          {kinds.map((kind) => (
            <span key={kind} class="mark-key">
              <MarkShape kind={kind} /> {markLooks[kind].word}
            </span>
          ))}
        </span>
      </summary>
      <ul class="marks">
        {marks.toReversed().map((placed) => (
          <MarkRow key={placed.key} placed={placed} slo={slo} onPoint={onPoint} />
        ))}
      </ul>
    </details>
  );
}

function MarkRow({
  placed: { key, mark, from, to },
  slo,
  onPoint,
}: { placed: PlacedMark } & Omit<MarksProps, "marks">) {
  const href = markHref(mark, slo);
  return (
    <li
      data-row
      onMouseEnter={() => onPoint(key)}
      onMouseLeave={() => onPoint(undefined)}
      onFocusIn={() => onPoint(key)}
      onFocusOut={() => onPoint(undefined)}
    >
      <MarkShape kind={mark.kind} />
      <span class="kind">{markLooks[mark.kind].word}</span>
      <span class="what">{href === undefined ? mark.title : <a href={href}>{mark.title}</a>}</span>
      <span class="quiet small">
        {momentText(from)}
        {to > from && ` – ${momentText(to)}`}
      </span>
    </li>
  );
}
