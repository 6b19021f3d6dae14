import { list } from "../shapes/list.ts";
import { object, optional } from "../shapes/object.ts";
import { duration } from "../shapes/quantities.ts";
import type { failed } from "../shapes/shape.ts";
import { located } from "../shapes/shape.ts";
import { name, text } from "../shapes/texts.ts";
import { windowShape } from "../shapes/window.ts";
import { alertingShape, labels } from "./alerting.ts";
import { documentShape } from "./envelope.ts";

/** What everything in this folder and below has, unless something nearer says otherwise. */
export const defaultsShape = documentShape(
  "Defaults",
  object(
    {
      owner: optional(text, "Owner of services that name none"),
      labels: optional(labels, "Free labels"),
      environments: optional(list(located(name), "environments"), "Environments of services that name none"),
      policy: optional(located(name), "The policy of services that name none"),
      window: optional(located(windowShape), "Rolling or calendar window"),
      scrapeInterval: optional(located(duration), "How often Prometheus scrapes"),
      ledgerInterval: optional(located(duration), "How often the ledger writes a pair"),
      alerting: optional(alertingShape, "Alerts"),
    },
    "spec of Defaults",
  ),
);
export type WrittenDefaults = Exclude<ReturnType<typeof defaultsShape.decode>, typeof failed>;
