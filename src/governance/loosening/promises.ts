import type { Definitions } from "../../model/definitions.ts";
import type { Policy } from "../../model/policy.ts";
import type { Slo } from "../../model/slo.ts";
import { windowText } from "../../model/window.ts";
import type { SloPromise } from "./promise.ts";

/** What definitions promise, by SLO id, and the policies that they promise it under, by hash. */
export interface Promised {
  promises: ReadonlyMap<string, SloPromise>;
  policies: ReadonlyMap<string, Policy>;
}

/** Of the same definitions always the same object: they are compared with the accepted ones in every cycle. */
const known = new WeakMap<Definitions, Promised>();

export function promisedBy(definitions: Definitions): Promised {
  const before = known.get(definitions);
  if (before !== undefined) return before;
  const policies = new Map(definitions.policies.map((policy) => [policy.name, policy]));
  const owners = new Map(definitions.services.map(({ name, owner }) => [name, owner]));
  const promised = {
    promises: new Map(
      definitions.slos.map((slo) => [
        slo.id,
        promiseOf(slo, policies.get(slo.policy), owners.get(slo.service)),
      ]),
    ),
    policies: new Map(definitions.policies.map((policy) => [policy.hash, policy])),
  };
  known.set(definitions, promised);
  return promised;
}

const promiseOf = (slo: Slo, policy: Policy | undefined, owner: string | undefined): SloPromise => ({
  service: slo.service,
  environment: slo.environment,
  objective: slo.objective.text,
  window: slo.window.kind === "rolling" ? String(slo.window.length) : windowText(slo.window),
  rulesHash: slo.rulesHash,
  gate: slo.gate,
  policy: slo.policy,
  policyHash: policy?.hash ?? "",
  ...(owner !== undefined && { owner }),
});

export const isSamePromise = (a: SloPromise | undefined, b: SloPromise | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    (
      [
        "service",
        "environment",
        "objective",
        "window",
        "rulesHash",
        "gate",
        "policy",
        "policyHash",
        "owner",
      ] as const
    ).every((key) => a[key] === b[key]));
