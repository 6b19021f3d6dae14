import { isComposite, measured, type Measured, type Member } from "../../model/composite.ts";
import type { Environment } from "../../model/definitions.ts";
import { sloId } from "../../model/slo.ts";
import { checkComposite } from "../checks/composites.ts";
import type { WrittenSlo } from "../kinds/service.ts";
import type { WrittenMember } from "../kinds/sli-composite.ts";
import { suggest } from "../nearest.ts";
import type { Located } from "../shapes/shape.ts";
import type { Context } from "./context.ts";
import { resolveIn, type ResolvedService, type ResolvedSlo } from "./services.ts";

type Services = ReadonlyMap<string, ResolvedService>;

/** Composites nest so deep: each level writes the rules of the one below it several times over. */
const deepest = 3;
const mostLeaves = 32;
/** Longer chains are given up before they are walked to the end. */
const longestPath = 50;

/** The services with their composites, in every environment; what a composite lacks is reported, and it left out. */
export function resolveComposites(
  services: Services,
  broken: ReadonlySet<string>,
  context: Context,
): Map<string, ResolvedService> {
  const find = finder(services, broken, context);
  return new Map(
    [...services].map(([name, service]) => {
      const composites = service.composites.flatMap((written) =>
        service.context.environments.flatMap((environment) => find(service, written, environment, []) ?? []),
      );
      return [name, { ...service, slos: [...service.slos, ...composites] }];
    }),
  );
}

type Find = (
  service: ResolvedService,
  written: WrittenSlo,
  environment: Environment,
  path: readonly string[],
) => ResolvedSlo | undefined;

/** Composites are resolved once, when the first to need them asks. */
function finder(services: Services, broken: ReadonlySet<string>, context: Context): Find {
  const simple = new Map(
    [...services.values()].flatMap(({ slos }) => slos.map((each) => [each.slo.id, each] as const)),
  );
  const known = new Map<string, ResolvedSlo | undefined>();

  const find: Find = (service, written, environment, path) => {
    const id = sloId(service.service.name, written.name.value, environment.name);
    if (known.has(id)) return known.get(id);
    const members = membersOf(service, written, environment, [...path, id]);
    const isSound = members !== undefined && checkMembers(written, members, context);
    const found = isSound ? resolveOver(service, written, environment, members, context) : undefined;
    known.set(id, found);
    return found;
  };

  function membersOf(
    service: ResolvedService,
    written: WrittenSlo,
    environment: Environment,
    path: readonly string[],
  ): readonly FoundMember[] | undefined {
    const { sli } = written.sli;
    if (sli.kind !== "composite" || path.length > longestPath) return undefined;
    const members = sli.members.flatMap((member): readonly FoundMember[] => {
      const found = memberOf(service, member, environment, path);
      return found === undefined ? [] : [{ ...found, weight: member.value.weight, place: member.place }];
    });
    return members.length === sli.members.length ? members : undefined;
  }

  function memberOf(
    own: ResolvedService,
    member: Located<WrittenMember>,
    environment: Environment,
    path: readonly string[],
  ): ResolvedSlo | undefined {
    const service = serviceOf(own, member, services, broken, context);
    const written = service && sloOf(own, service, member, services, context);
    if (service === undefined || written === undefined) return undefined;
    if (!service.context.environments.includes(environment)) {
      if (service.isBroken) return undefined;
      const message = `${service.service.name} does not run in ${environment.name}, as ${own.service.name} does`;
      context.report("member-environment", member.place, message, "leave it out, or run it there as well");
      return undefined;
    }
    const id = sloId(service.service.name, written.name.value, environment.name);
    if (written.sli.sli.kind !== "composite") return simple.get(id);
    if (!path.includes(id)) return find(service, written, environment, path);
    reportCycle(path, id, member, context);
    return undefined;
  }

  return find;
}

interface FoundMember extends ResolvedSlo {
  weight: number;
  place: Located<unknown>["place"];
}

function serviceOf(
  own: ResolvedService,
  { value: { service }, place }: Located<WrittenMember>,
  services: Services,
  broken: ReadonlySet<string>,
  { report }: Context,
): ResolvedService | undefined {
  if (service === undefined) return own;
  const found = services.get(service);
  if (found === undefined && !broken.has(service))
    report("unknown-slo", place, `no service is called "${service}"`, suggest(service, [...services.keys()]));
  return found;
}

function sloOf(
  own: ResolvedService,
  service: ResolvedService,
  { value, place }: Located<WrittenMember>,
  services: Services,
  { report }: Context,
): WrittenSlo | undefined {
  const slosOf = ({ written }: ResolvedService) => written.spec.slos ?? [];
  const found = slosOf(service).find(({ name }) => name.value === value.name);
  // One that could not be read at all may be the one that is meant.
  if (found !== undefined || service.written.hasLostSlos) return found;
  const others = [...services.values()].filter((each) => each !== own);
  const known = [
    ...slosOf(own).map(({ name }) => name.value),
    ...others.flatMap((each) => slosOf(each).map(({ name }) => `${each.service.name}.${name.value}`)),
  ];
  const meant = value.service === undefined ? value.name : `${value.service}.${value.name}`;
  const message = `${service.service.name} has no SLO called "${value.name}"`;
  report("unknown-slo", place, message, suggest(meant, known));
  return undefined;
}

function reportCycle(
  path: readonly string[],
  id: string,
  { place }: Located<unknown>,
  { report }: Context,
): void {
  const circle = [...path.slice(path.indexOf(id)), id];
  const message = `composites are members of each other in a circle: ${circle.join(" → ")}`;
  report("composite-cycle", place, message, "remove one of the members on this path");
}

const depthOf = ({ sli }: Measured): number =>
  isComposite(sli) ? 1 + Math.max(0, ...sli.members.map(({ slo }) => depthOf(slo))) : 0;
const leavesIn = ({ sli }: Measured): number =>
  isComposite(sli) ? sli.members.reduce((sum, { slo }) => sum + leavesIn(slo), 0) : 1;

/** What members have to be, one by one and together. */
function checkMembers(written: WrittenSlo, members: readonly FoundMember[], { report }: Context): boolean {
  const seen = new Set<string>();
  let isSound = true;
  const refuse: Context["report"] = (...finding) => {
    report(...finding);
    isSound = false;
  };
  for (const { slo, place } of members) {
    if (seen.has(slo.id))
      refuse("member-twice", place, `${slo.id} is a member already`, "remove one, or give it more weight");
    seen.add(slo.id);
    const missing = written.groupBy?.find(({ value }) => !slo.groupBy.includes(value));
    if (missing !== undefined) {
      const message = `${slo.id} is not grouped by ${missing.value}: nobody knows how good it is in one group`;
      refuse("composite-grouping", missing.place, message, `group the member by it, too, or drop it here`);
    }
    checkSlice(written, slo, refuse);
  }
  if (written.scrapeInterval !== undefined) {
    const message = "a composite reads what its members read, as often as that is scraped";
    refuse("conflicting-keys", written.scrapeInterval.place, message, "remove `scrapeInterval`");
  }
  const depth = 1 + Math.max(0, ...members.map(({ slo }) => depthOf(slo)));
  const leaves = members.reduce((sum, { slo }) => sum + leavesIn(slo), 0);
  if (depth > deepest || leaves > mostLeaves) {
    const message =
      depth > deepest
        ? `composites are nested ${depth} deep here, and ${deepest} are read`
        : `${leaves} SLOs are in it, and ${mostLeaves} are read at most`;
    refuse(
      "composite-too-large",
      written.sli.place,
      message,
      "name the SLOs that matter to the user, directly",
    );
  }
  return isSound;
}

/** A slice of the composite must hold whole slices of its members. */
function checkSlice({ budgeting }: WrittenSlo, member: Measured, report: Context["report"]): void {
  if (budgeting === undefined || budgeting.value.kind === "occurrences") return;
  const isCut = member.budgeting.kind !== "occurrences" || isComposite(member.sli);
  if (!isCut || member.ledgerInterval <= budgeting.value.slice) return;
  const message = `${member.id} is measured every ${member.ledgerInterval}s: a shorter slice sees nothing of it in between`;
  report("slice-out-of-range", budgeting.place, message, "lengthen the slice");
}

function resolveOver(
  service: ResolvedService,
  written: WrittenSlo,
  environment: Environment,
  found: readonly FoundMember[],
  context: Context,
): ResolvedSlo | undefined {
  const members = found.map(({ slo, weight }): Member => ({ slo: measured(slo), weight }));
  const [resolved] = resolveIn(written, environment, service.context, context, members);
  if (resolved !== undefined) checkComposite(resolved.slo, written, found, context.report);
  return resolved;
}
