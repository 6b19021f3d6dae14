import type { Route } from "../../route.ts";
import { correctionRoutes } from "./corrections.ts";
import { decisionBasisRoutes } from "./decision-basis.ts";
import { decisionRoutes } from "./decisions.ts";
import { deploymentRoutes } from "./deployments.ts";
import { exceptionRoutes } from "./exceptions.ts";
import { experimentRoutes } from "./experiments.ts";
import { readJournal } from "./journal.ts";
import { looseningRoutes } from "./loosenings.ts";
import { windowRoutes } from "./windows.ts";

/** Everything that people and machines do on the record. */
export const governanceRoutes: readonly Route[] = [
  ...decisionBasisRoutes,
  ...decisionRoutes,
  ...exceptionRoutes,
  ...correctionRoutes,
  ...windowRoutes,
  ...looseningRoutes,
  ...deploymentRoutes,
  ...experimentRoutes,
  readJournal,
];
