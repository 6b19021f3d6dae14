/** What is asked; it stands in the URL, so that a "no" can be shown to others by its address. */
export interface Asked {
  service: string;
  environment: string;
  change: string;
  sha: string;
  /** Of an experiment, as a share: `0.02`. */
  cost: string;
  /** `true`, or empty. */
  dryRun: string;
}

export const askedBy = ({ searchParams }: URL): Asked => {
  const read = (name: keyof Asked): string => searchParams.get(name) ?? "";
  const change = read("change") || "feature";
  return {
    service: read("service"),
    environment: read("environment") || "production",
    change,
    sha: read("sha"),
    // Only an experiment declares what it costs: anything else would be refused.
    cost: change === "experiment" ? read("cost") : "",
    dryRun: read("dryRun") === "true" ? "true" : "",
  };
};

export const queryOf = (asked: Partial<Asked>): string =>
  new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== "")).toString();
