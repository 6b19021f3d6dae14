/** What is asked; it stands in the URL, so that a "no" can be shown to others by its address. */
export interface Asked {
  service: string;
  environment: string;
  change: string;
  sha: string;
}

export const askedBy = ({ searchParams }: URL): Asked => ({
  service: searchParams.get("service") ?? "",
  environment: searchParams.get("environment") ?? "production",
  change: searchParams.get("change") ?? "feature",
  sha: searchParams.get("sha") ?? "",
});

export const queryOf = (asked: Asked): string =>
  new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== "")).toString();
