import {
  withMatchers,
  type Expression,
  type Matcher,
  type Query,
  type Segment,
  type Selector,
} from "../../model/promql.ts";

/** The environment's matchers join a selector, unless it says something about that label itself. */
export function joinSelector(selector: Selector, added: readonly Matcher[]): Selector {
  const missing = added.filter(({ label }) => selector.matchers.every((matcher) => matcher.label !== label));
  return missing.length === 0 ? selector : withMatchers(selector, missing);
}

const joinSegment = (segment: Segment, added: readonly Matcher[]): Segment =>
  segment.kind === "selector" || segment.kind === "growth"
    ? { ...segment, selector: joinSelector(segment.selector, added) }
    : segment;

export const joinExpression = (expression: Expression, added: readonly Matcher[]): Expression => ({
  ...expression,
  segments: expression.segments.map((segment) => joinSegment(segment, added)),
});

export const joinQuery = (query: Query, added: readonly Matcher[]): Query =>
  query.kind === "selector"
    ? { kind: "selector", selector: joinSelector(query.selector, added) }
    : { kind: "expression", expression: joinExpression(query.expression, added) };
