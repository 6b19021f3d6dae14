import type { ServiceName } from "../shop/catalogue.ts";
import { ongoing, providerDown } from "./story.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Times in seconds, counted back from now, as in the story. */
export interface Change {
  service: ServiceName;
  version: string;
  began: number;
  lasted: number;
}

/** What went out in those thirty days: two releases of checkout went wrong and were taken back, the last one just did. */
export const changes: readonly Change[] = [
  { service: "checkout", version: "v3.11.4", began: 24.3 * day, lasted: 4 * minute },
  { service: "checkout", version: "v3.12.0", began: 16.2 * day + 5 * minute, lasted: 3 * minute },
  { service: "checkout", version: "v3.11.4", began: 16.2 * day - 41 * minute, lasted: 2 * minute },
  { service: "checkout", version: "v3.12.1", began: 12.1 * day, lasted: 4 * minute },
  { service: "checkout", version: "v3.13.0", began: 6.1 * day + 3 * minute, lasted: 3 * minute },
  { service: "checkout", version: "v3.12.1", began: 6.1 * day - 56 * minute, lasted: 2 * minute },
  { service: "payments", version: "v8.2.0", began: 11.6 * day + 2 * minute, lasted: 5 * minute },
  { service: "payments", version: "v8.1.3", began: 11.6 * day - 86 * minute, lasted: 3 * minute },
  { service: "search", version: "v1.40.0", began: 9.6 * day, lasted: 6 * minute },
  { service: "checkout", version: "v3.14.0", began: ongoing.began + 2 * minute, lasted: 3 * minute },
];

/** The dearest of them. */
export const culprit = { service: "checkout", version: "v3.12.0", share: 0.21 } as const;

/** Trouble that no release brought, and who did what about it: three regions, each against the other. Times from its beginning. */
export const nights = [
  {
    service: "payments",
    title: "the payment provider does not answer",
    began: providerDown,
    notes: [
      {
        ...{ by: "bob@example.org", region: "eu", after: 6 * minute },
        text: "the provider's status page is red; nothing to roll back",
      },
      {
        ...{ by: "alice@example.org", region: "us", after: 9 * minute },
        text: "a third of our calls go there, too",
      },
    ],
    actions: [
      {
        ...{ by: "bob@example.org", region: "eu", after: 11 * minute, lasted: 15 * minute },
        ...{ what: "sending Europe's payments to the second provider", outcome: "it takes them, slowly" },
      },
      {
        ...{ by: "alice@example.org", region: "us", after: 17 * minute, lasted: 12 * minute },
        ...{ what: "taking the second provider out: it is slow", outcome: "undone, Europe needed it" },
      },
      {
        ...{ by: "carol@example.org", region: "ap", after: 21 * minute, lasted: 7 * minute },
        ...{ what: "restarting the gateways of all regions", outcome: "no change" },
      },
    ],
  },
] as const;
