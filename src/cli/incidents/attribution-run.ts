import {
  attributionSchema,
  deploymentCostSchema,
  incidentCostSchema,
} from "../../http/schemas/incidents/attribution.ts";
import type { ExitCode } from "../exit.ts";
import { look } from "../governance/show.ts";
import type { RemoteOptions } from "../remote/options.ts";
import { attributionLines, deploymentCostLines, incidentCostLines } from "../views/incidents/attribution.ts";

export const attribution = (slo: string, options: RemoteOptions & { all?: true }): Promise<ExitCode> =>
  look(options, `/api/v1/slos/${encodeURIComponent(slo)}/attribution`, {
    schema: attributionSchema,
    lines: (body, ink) => attributionLines(body, ink, options.all === true),
  });

export const deploymentCost = (id: string, options: RemoteOptions): Promise<ExitCode> =>
  look(options, `/api/v1/deployments/${encodeURIComponent(id)}/cost`, {
    schema: deploymentCostSchema,
    lines: deploymentCostLines,
  });

export const incidentCost = (id: string, options: RemoteOptions): Promise<ExitCode> =>
  look(options, `/api/v1/incidents/${encodeURIComponent(id)}/cost`, {
    schema: incidentCostSchema,
    lines: incidentCostLines,
  });
