/**
 * How much a prober may say of one run: it cuts by these, and nines holds what it is sent against them. Characters,
 * unless said otherwise; somewhat more than a run keeps of itself, so that hardly anything is cut.
 */
export const bounds = {
  steps: 100,
  name: 63,
  runId: 64,
  message: 4_096,
  findings: 100,
  exchanges: 40,
  url: 1_024,
  headers: 100,
  header: 1_024,
  body: 4_096,
  lines: 100,
  line: 1_100,
  /** A run as JSON, without its picture. */
  run: 128 * 1024,
  /** Runs of one report. */
  runs: 200,
  /** Bytes of one picture. */
  picture: 512 * 1024,
  /** Pictures of one report. */
  pictures: 4,
  /** Bytes of one whole report. */
  report: 2 * 1024 * 1024,
} as const;

/** How much nines keeps of what it is told. */
export interface Room {
  /** Locations at a time. */
  locations: number;
  /** Runs of one journey at one location. */
  runs: number;
  /** Characters of all runs of one location, and bytes of all its pictures. */
  text: number;
  pictures: number;
  /** Pictures of one journey at one location. */
  picturesEach: number;
  /** Seconds of silence after which a location is forgotten. */
  memory: number;
}

export const room: Room = {
  locations: 16,
  runs: 200,
  text: 6 * 1024 * 1024,
  pictures: 4 * 1024 * 1024,
  picturesEach: 5,
  memory: 86_400,
};
