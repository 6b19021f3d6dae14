/**
 * Who leads, among the processes that share a journal. Only the leader appends what no person asked for
 * (transitions, due events), and it does so with `append(events, { epoch })`: should it have been replaced without
 * noticing, the journal refuses. It alone probes and reconciles silences, too.
 */
export interface Leadership {
  /** The epoch that this process leads in; undefined while another one leads, or nobody can tell. */
  epoch: () => number | undefined;
  /** The newest epoch that was heard of, whoever leads in it; undefined before the first word. */
  latest: () => number | undefined;
  /** Told at once of every gain (its epoch) and loss (undefined). Returns how to be told no more. */
  onChange: (listener: (epoch: number | undefined) => void) => () => void;
  /** Steps down, so that another one takes over at once. */
  stop: () => Promise<void>;
}

/** One process alone with its journal. */
export const soleLeader: Leadership = {
  epoch: () => 0,
  latest: () => 0,
  onChange: () => () => undefined,
  stop: async () => undefined,
};
