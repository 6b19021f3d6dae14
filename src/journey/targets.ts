import ipaddr from "ipaddr.js";

/** What the server's configuration lets journeys reach; never part of a Journey. */
export interface TargetRules {
  /** `shop.example.org`, `*.example.org` (any depth, not the name itself), `10.0.0.7`, each with an optional `:port`. */
  hosts: readonly string[];
  /** Private or loopback networks that may be connected to, such as `10.1.0.0/16`, or `loopback`, or `private`. */
  networks: readonly string[];
}

const words: Readonly<Record<string, readonly string[]>> = {
  loopback: ["127.0.0.0/8", "::1/128"],
  private: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"],
};

/** Kinds of address that the configuration may allow; every other kind that is not public never is. */
const allowable = new Set(["loopback", "private", "uniqueLocal", "carrierGradeNat"]);

/** Where clouds keep the credentials of their machines; some of these look private, one even public. */
const metadataAddresses = new Set(
  ["169.254.169.254", "fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"].map(
    (text) => ipaddr.parse(text).toNormalizedString(),
  ),
);
const metadataNames = new Set([
  "metadata",
  "metadata.google.internal",
  "metadata.goog",
  "instance-data",
  "instance-data.ec2.internal",
]);

type IpAddress = ipaddr.IPv4 | ipaddr.IPv6;

/** What is wrong with an entry of `networks`; undefined when nothing is. */
export function networkFault(text: string): string | undefined {
  if (words[text] !== undefined) return undefined;
  return ipaddr.isValidCIDR(text)
    ? undefined
    : `is neither a network such as 10.1.0.0/16 nor one of ${Object.keys(words).join(", ")}`;
}

/** What is wrong with a pattern of hosts; undefined when nothing is. */
export const hostPatternFault = (pattern: string): string | undefined =>
  /^(\*\.)?(\[[0-9a-f:.]+\]|[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?)(:\d{1,5})?$/i.test(pattern)
    ? undefined
    : "is no host such as shop.example.org, *.example.org or 10.0.0.7:8080";

/** A URL's host as rules compare it: lower case, no brackets, no dot at the end. */
export const hostOf = ({ hostname }: URL): string =>
  hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");

const portOf = ({ port, protocol }: URL): string => port || (protocol === "https:" ? "443" : "80");

/** Whether a pattern covers a URL's host; without a port it covers every port. */
export function coversHost(pattern: string, url: URL): boolean {
  const [, host = "", port] = /^(.*?)(?::(\d+))?$/.exec(bareIpv6(pattern.toLowerCase())) ?? [];
  if (port !== undefined && port !== portOf(url)) return false;
  const name = host.replace(/^\[|\]$/g, "");
  const asked = hostOf(url);
  return name.startsWith("*.")
    ? asked.endsWith(name.slice(1)) && asked.length > name.length - 1
    : asked === name;
}

/** `::1` alone has no port, although it ends in a colon and a digit. */
const bareIpv6 = (pattern: string) => (ipaddr.IPv6.isValid(pattern) ? `[${pattern}]` : pattern);

/** Why a URL may not be asked for, before its name is looked up; undefined when it may. */
export function refuseUrl(url: URL, rules: TargetRules): string | undefined {
  if (url.protocol !== "http:" && url.protocol !== "https:")
    return `${url.protocol} is neither http nor https`;
  if (url.username !== "" || url.password !== "") return "the URL carries a user or password";
  const host = hostOf(url);
  if (metadataNames.has(host)) return `${host} is a metadata service`;
  if (ipaddr.isValid(host)) {
    const refusal = refuseAddress(host, rules);
    if (refusal !== undefined) return refusal;
  }
  return rules.hosts.some((pattern) => coversHost(pattern, url))
    ? undefined
    : `${host} is not among the targets that the server's configuration allows`;
}

/**
 * Why an address may not be connected to; undefined when it may. An IPv6 address that only wraps an IPv4 one is
 * judged as that.
 */
export function refuseAddress(text: string, rules: Pick<TargetRules, "networks">): string | undefined {
  if (!ipaddr.isValid(text)) return `${text} is no address`;
  return refuseParsed(unwrapped(ipaddr.parse(text)), rules.networks);
}

function refuseParsed(address: IpAddress, networks: readonly string[]): string | undefined {
  const shown = address.toString();
  if (metadataAddresses.has(address.toNormalizedString())) return `${shown} is a metadata service`;
  const range = address.range();
  if (range === "unicast") return undefined;
  if (!allowable.has(range)) return `${shown} is ${rangeWords[range] ?? range}`;
  const allowed = networks.flatMap((network) => words[network] ?? [network]);
  return allowed.some((network) => contains(network, address))
    ? undefined
    : `${shown} is ${rangeWords[range] ?? range}, which the server's configuration does not allow`;
}

const rangeWords: Readonly<Record<string, string>> = {
  linkLocal: "link-local",
  loopback: "a loopback address",
  private: "a private address",
  uniqueLocal: "a private address",
  carrierGradeNat: "an address behind a provider's NAT",
  multicast: "a multicast address",
  broadcast: "a broadcast address",
  unspecified: "no single address",
  reserved: "a reserved address",
};

function contains(network: string, address: IpAddress): boolean {
  const [base, bits] = ipaddr.parseCIDR(network);
  return base.kind() === address.kind() && address.match(base, bits);
}

/**
 * The IPv4 address behind a mapped IPv6 one, and behind one of the well-known NAT64 prefix. Other wrappings (6to4,
 * Teredo, local NAT64) are kinds of their own and refused as such.
 */
function unwrapped(address: IpAddress): IpAddress {
  if (!(address instanceof ipaddr.IPv6)) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  const bytes = address.toByteArray();
  const isWellKnown = address.range() === "rfc6052" && bytes.slice(4, 12).every((byte) => byte === 0);
  return isWellKnown ? new ipaddr.IPv4(bytes.slice(12)) : address;
}
