import { useState } from "preact/hooks";
import type { GraphBody } from "../../../http/schemas/graph.ts";
import { formatPercent } from "../../../model/decimals.ts";
import { useResource } from "../../api/resource.ts";
import { Shape } from "../../parts/state.tsx";
import { Scroll } from "../../parts/scroll.tsx";
import { Loaded } from "../../parts/status.tsx";
import { box, type DrawnNode, drawingOf, edgesInWords, kindWord, shortened, worstOf } from "./drawing.ts";

interface GraphProps {
  service: string;
  environments: readonly string[];
}

/** Who needs it and whom it needs, drawn with how each stands. */
export function Graph({ service, environments }: GraphProps) {
  const [environment, setEnvironment] = useState(environments[0] ?? "production");
  const asked = new URLSearchParams({ service, environment, callers: "true" });
  const graph = useResource<GraphBody>(`/api/v1/graph?${asked.toString()}`);
  return (
    <section aria-labelledby="dependencies">
      <div class="with-tools">
        <h2 id="dependencies">Dependencies</h2>
        {environments.length > 1 && (
          <select
            aria-label="Environment of the drawing"
            value={environment}
            onChange={(event) => setEnvironment(event.currentTarget.value)}
          >
            {environments.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        )}
      </div>
      <Loaded of={graph}>{(body) => <Drawn body={body} service={service} />}</Loaded>
    </section>
  );
}

function Drawn({ body, service }: { body: GraphBody; service: string }) {
  if (body.edges.length === 0)
    return <p class="quiet">It depends on nothing here, and nothing here depends on it.</p>;
  const { width, height, nodes, edges } = drawingOf(body);
  return (
    <>
      <Scroll label="Dependencies, drawn">
        <svg class="graph" viewBox={`0 0 ${width} ${height}`} width={width} height={height}>
          {edges.map(({ edge, path, label }) => (
            <g key={`${edge.from} ${edge.to} ${edge.kind}`}>
              <path class={`edge ${edge.kind}`} d={path} />
              <path class="tip" d={tipAt(label)} />
              <text class="dim" x={label.x - 6} y={label.y} text-anchor="end">
                {kindWord(edge)}
              </text>
            </g>
          ))}
          {nodes.map((node) => (
            <Node key={node.service.name} node={node} isSelf={node.service.name === service} />
          ))}
        </svg>
      </Scroll>
      <ul class="unseen">
        {edgesInWords(body.edges).map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      {coinciding(body).map(({ sentence }) => (
        <p key={sentence} class="quiet small">
          {sentence}
        </p>
      ))}
    </>
  );
}

/** What burned with a dependency, the strongest first; what chance explains is left to `nines graph`. */
const coinciding = ({ compared }: GraphBody): GraphBody["compared"] =>
  compared.filter(({ found: { kind } }) => kind === "coincides" || kind === "may-coincide").slice(0, 3);

/** An arrow's tip where the edge meets the box. */
const tipAt = ({ x, y }: { x: number; y: number }): string =>
  `M${x - 2} ${y + 2}L${x + 6} ${y + 6}L${x - 2} ${y + 10}Z`;

/** A service: its worst SLO's state as shape, word and colour, and what it has consumed. */
function Node({ node: { service, x, y }, isSelf }: { node: DrawnNode; isSelf: boolean }) {
  const worst = worstOf(service);
  const state = worst?.standing?.state ?? "unknown";
  const consumed = worst?.standing?.consumed;
  const isBurning = service.slos.some(({ standing }) => standing?.fastBurn === true);
  const line = [worst?.name ?? "no SLO here", consumed !== undefined && formatPercent(consumed)]
    .filter((text) => typeof text === "string")
    .join(" · ");
  return (
    <a
      href={`/services/${encodeURIComponent(service.name)}`}
      class={`node is-${state}${isSelf ? " self" : ""}`}
      aria-current={isSelf ? "page" : undefined}
      data-row
    >
      <g transform={`translate(${x} ${y})`}>
        <rect class="box" width={box.width} height={box.height} rx="6" />
        <text class="name" x="12" y="22">
          {shortened(service.name, 20)}
        </text>
        <text class="dim" x="12" y="42">
          {shortened(`${isBurning ? "▲ " : ""}${line}`, 26)}
        </text>
        <rect class="track" x="12" y="52" width={box.width - 24} height="6" />
        <rect
          class="spent"
          x="12"
          y="52"
          width={(box.width - 24) * Math.min(Math.max(consumed ?? 0, 0), 1)}
          height="6"
        />
        <svg class="mark" x={box.width - 28} y="10" width="16" height="16" viewBox="0 0 16 16">
          <title>{`${worst === undefined ? "" : state}${isBurning ? ", burning fast" : ""}`}</title>
          <Shape state={state} />
        </svg>
      </g>
    </a>
  );
}
