/** Whether the replica behind this address leads, by its own word. */
export async function leads(url: string): Promise<boolean> {
  const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(1_000) });
  const { leader } = (await response.json()) as { leader?: { leading: boolean } };
  return leader?.leading === true;
}
