import { AnnotationQueryBuilder, AnnotationTargetBuilder } from "@grafana/grafana-foundation-sdk/dashboard";
import type * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type { Builder, Dataquery } from "@grafana/grafana-foundation-sdk/cog";
import { DataqueryBuilder } from "@grafana/grafana-foundation-sdk/prometheus";
import type { Mark } from "../model.ts";
import { chosenSource, inSight } from "./parts.ts";

/** Grafana's own store of annotations, under the same name everywhere. */
const ownStore = { type: "grafana", uid: "-- Grafana --" };
/** Of a kind; more would be a wall. */
const most = 200;

export function markOf(mark: Mark): Builder<dashboard.AnnotationQuery> {
  const builder = new AnnotationQueryBuilder().name(mark.name).enable(true).iconColor(mark.colour);
  if (mark.kind === "stored") {
    const target = new AnnotationTargetBuilder()
      .type("tags")
      .tags([...mark.tags])
      .matchAny(false)
      .limit(most);
    return inSight(builder.datasource(ownStore).target(asQuery(target)).build());
  }
  return inSight(
    builder
      .datasource(chosenSource)
      .target(new DataqueryBuilder().refId("Anno").expr(mark.expr).interval("60s").range())
      .titleFormat(mark.title)
      .textFormat(mark.text)
      .tagKeys(mark.tagLabels.join(","))
      .build(),
  );
}

/** The SDK types the store's targets as no query, and takes queries alone. */
const asQuery = (target: AnnotationTargetBuilder): Builder<Dataquery> => ({
  build: () => target.build() as unknown as Dataquery,
});
