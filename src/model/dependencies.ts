/** What a service needs of others, and how badly. */
export type Dependency =
  /** It fails whenever that service fails. */
  | { kind: "serial"; service: string }
  /** It does without, in a degraded way. */
  | { kind: "optional"; service: string }
  /** It needs one of them, whichever. */
  | { kind: "redundant"; services: readonly string[] };

export const servicesOf = (dependency: Dependency): readonly string[] =>
  dependency.kind === "redundant" ? dependency.services : [dependency.service];

/** Every service named, in the order written. */
export const servicesNamed = (dependsOn: readonly Dependency[]): readonly string[] =>
  dependsOn.flatMap(servicesOf);

/** As people write it: `payments`, `mail (optional)`, `any of card, paypal`. */
export function describeDependency(dependency: Dependency): string {
  switch (dependency.kind) {
    case "serial":
      return dependency.service;
    case "optional":
      return `${dependency.service} (optional)`;
    case "redundant":
      return `any of ${dependency.services.join(", ")}`;
  }
}
