import type { ComponentChildren } from "preact";
import type { HappeningBody, QuorumBody } from "../../../http/schemas/governance/common.ts";
import type { Resource } from "../../api/resource.ts";
import { useResource } from "../../api/resource.ts";
import { Loaded } from "../../parts/status.tsx";
import { absolute, Time } from "../../parts/time.tsx";
import { Actions, type Verb } from "./actions.tsx";
import type { Collection } from "./collections.ts";
import { Seats } from "./seats.tsx";
import { Tabs } from "./tabs.tsx";

/** What every detail of the API has. */
interface Detail {
  id: string;
  youMay: readonly string[];
  requestHash?: string;
  quorum?: QuorumBody | undefined;
  history?: readonly HappeningBody[] | undefined;
  asOf?: string | undefined;
}

interface FrameProps<Body extends Detail> {
  of: Collection;
  id: string;
  title: (body: Body) => ComponentChildren;
  state: (body: Body) => ComponentChildren;
  /** Left: what is asked. */
  facts: (body: Body) => ComponentChildren;
  /** Right, under the seats. */
  beside?: (body: Body) => ComponentChildren;
  /** What the last approval does. */
  then: string;
  verbs: readonly Verb[];
  /** On the timeline, beside the history. */
  alsoHappened?: (body: Body) => readonly Moment[];
}

/** Left what is asked, right who decides and what you may do, below what happened. */
export function Frame<Body extends Detail>(props: FrameProps<Body>) {
  const { of, id } = props;
  const api = `/api/v1/${of.path}`;
  const item = useResource<Body>(`${api}/${encodeURIComponent(id)}`, { every: 5_000 });
  return (
    <>
      <Tabs of={of} />
      <Loaded of={item}>{(body) => <Whole {...props} api={api} body={body} item={item} />}</Loaded>
    </>
  );
}

interface WholeProps<Body extends Detail> extends FrameProps<Body> {
  api: string;
  body: Body;
  item: Resource<Body>;
}

function Whole<Body extends Detail>({ body, item, api, ...props }: WholeProps<Body>) {
  return (
    <>
      <div class="slo-head">
        <h1>{props.title(body)}</h1>
        <span class="promise">{body.id}</span>
        <strong aria-live="polite">{props.state(body)}</strong>
      </div>
      <div class="columns">
        <section class="card" aria-label="What is asked">
          <dl class="facts">{props.facts(body)}</dl>
        </section>
        <div>
          <section class="card" aria-label="Who decides">
            <h2>Who decides</h2>
            <Seats quorum={body.quorum} wasAsked={props.of.ask !== undefined} />
            {props.beside?.(body)}
          </section>
          <Actions
            api={api}
            place={`/${props.of.path}`}
            body={body}
            of={item}
            then={props.then}
            verbs={props.verbs}
          />
        </div>
      </div>
      <Timeline body={body} also={props.alsoHappened?.(body) ?? []} />
    </>
  );
}

export interface Moment {
  key: string | number;
  at: string;
  sentence: ComponentChildren;
}

function Timeline({ body: { history, asOf }, also }: { body: Detail; also: readonly Moment[] }) {
  const told = (history ?? []).map(({ seq, at, sentence }): Moment => ({ key: seq, at, sentence }));
  const moments = [...told, ...also].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <section>
      <h2>Timeline</h2>
      {history === undefined && (
        <p class="notice bad">
          The journal cannot be read now, so the history is missing
          {asOf !== undefined && (
            <>
              ; the rest is as of <Time at={asOf} />
            </>
          )}
          .
        </p>
      )}
      <ol class="timeline">
        {moments.map(({ key, at, sentence }) => (
          <li key={key}>
            <time class="quiet" dateTime={at}>
              {absolute(at)}
            </time>{" "}
            {sentence}
          </li>
        ))}
      </ol>
    </section>
  );
}

interface FactProps {
  name: string;
  children: ComponentChildren;
}

export const Fact = ({ name, children }: FactProps) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

/** Who asked for it, and when. */
export const AskedBy = ({ requestedBy, requestedAt }: { requestedBy: string; requestedAt: string }) => (
  <Fact name="asked by">
    {requestedBy} <Time at={requestedAt} />
  </Fact>
);

interface End {
  by: string;
  at: string;
  reason?: string | undefined;
}

/** Who ended it, when and why; nothing while it has not ended. */
export const Ended = ({ ended }: { ended?: End | undefined }) =>
  ended === undefined ? null : (
    <Fact name="ended">
      by {ended.by} <Time at={ended.at} />
      {ended.reason !== undefined && `: ${ended.reason}`}
    </Fact>
  );

/** Links that others gave: only what is plainly one is made one. */
export const Links = ({ of }: { of: readonly string[] }) =>
  of.length === 0 ? (
    <span class="quiet">none</span>
  ) : (
    <ul class="links">
      {of.map((each) => (
        <li key={each}>
          {/^https?:\/\//.test(each) ? (
            <a href={each} rel="noreferrer">
              {each}
            </a>
          ) : (
            each
          )}
        </li>
      ))}
    </ul>
  );

/** `checkout to production, 2 of its SLOs` */
export function Scope({
  service,
  environments,
  slos = [],
}: {
  service: string;
  environments: readonly string[];
  slos?: readonly string[];
}) {
  return (
    <>
      <a href={`/services/${service}`}>{service}</a> in {environments.join(", ")}
      {slos.length > 0 && (
        <ul class="links">
          {slos.map((slo) => (
            <li key={slo}>
              <a href={`/slos/${slo}`}>{slo}</a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
