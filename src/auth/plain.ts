/** Trials and tests run on this machine; whatever is elsewhere needs TLS. */
export function mayBePlain(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  const isHere = hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(hostname);
  return protocol === "http:" && isHere;
}
