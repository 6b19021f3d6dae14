import type { Definitions } from "../model/definitions.ts";
import { seconds } from "../model/units.ts";
import type { Plan } from "../query/plan.ts";
import type { RuntimePorts } from "./ports.ts";
import { planSources } from "./sources.ts";
import type { DefinitionsStatus } from "./snapshot.ts";
import { messageOf } from "./transitions.ts";

/** The definitions in force, and what is to be asked of each source because of them. */
export interface InForce {
  spec: DefinitionsStatus;
  plans: ReadonlyMap<string, Plan>;
}

const nothing: Definitions = { services: [], environments: [], policies: [], slos: [], journeys: [] };

/** Before anything was read. */
export const noDefinitions = ({ now }: RuntimePorts): InForce => ({
  spec: { definitions: nothing, loadedAt: now(), diagnostics: [], broken: false },
  plans: new Map(),
});

/** No good version was read yet: that git promises nothing any more must not be concluded from it. */
export const isUnread = ({ spec }: InForce): boolean => spec.definitions === nothing;

/** Reads the definitions anew; while the newest are broken, the last good ones stay in force. */
export async function readDefinitions(ports: RuntimePorts, before: InForce): Promise<InForce> {
  const spec = await readSpec(ports, before.spec);
  const { definitions } = spec;
  if (definitions === before.spec.definitions) return { ...before, spec };
  const longest = seconds(definitions.policies.reduce((most, { freshFor }) => Math.max(most, freshFor), 0));
  return { spec, plans: planSources(definitions.slos, ports.sources, longest) };
}

async function readSpec(ports: RuntimePorts, before: DefinitionsStatus): Promise<DefinitionsStatus> {
  try {
    const { definitions, diagnostics } = await ports.readDefinitions();
    if (definitions !== undefined) {
      ports.log.info("definitions read", { slos: definitions.slos.length, warnings: diagnostics.length });
      return { definitions, loadedAt: ports.now(), diagnostics, broken: false };
    }
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    ports.log.error("the definitions have errors: the last good ones stay in force", {
      errors: errors.length,
      first: errors.map(({ path, line, column, message }) => `${path}:${line}:${column}: ${message}`)[0],
    });
    return { ...before, diagnostics, broken: true };
  } catch (error) {
    ports.log.error("the definitions cannot be read: the last good ones stay in force", {
      error: messageOf(error),
    });
    return { ...before, broken: true };
  }
}
