import type { Route } from "../../route.ts";
import { showCalendar } from "./calendar.ts";
import { correctionRoutes } from "./corrections.ts";
import { decisionBasisRoutes } from "./decision-basis.ts";
import { listDecisions } from "./decision-list.ts";
import { decisionRoutes } from "./decisions.ts";
import { deploymentRoutes } from "./deployments.ts";
import { exceptionRoutes } from "./exceptions.ts";
import { experimentRoutes } from "./experiments.ts";
import { readJournal } from "./journal.ts";
import { looseningRoutes } from "./loosenings.ts";
import { verificationRoutes } from "./verification.ts";
import { windowRoutes } from "./windows.ts";

/** Everything that people and machines do on the record. */
export const governanceRoutes: readonly Route[] = [
  ...decisionBasisRoutes,
  listDecisions,
  ...decisionRoutes,
  ...exceptionRoutes,
  ...correctionRoutes,
  ...windowRoutes,
  ...looseningRoutes,
  ...deploymentRoutes,
  ...experimentRoutes,
  showCalendar,
  readJournal,
  ...verificationRoutes,
];
