import { seconds, type Seconds } from "./units.ts";

const unitSeconds = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 } as const;
type DurationUnit = keyof typeof unitSeconds;

const shape = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/;
const order: readonly DurationUnit[] = ["w", "d", "h", "m", "s"];

/** Reads a Prometheus duration of whole seconds (`30d`, `2m30s`); undefined when the text is none or is zero. */
export function parseDuration(text: string): Seconds | undefined {
  const match = text === "" ? null : shape.exec(text);
  if (match === null) return undefined;
  const total = order.reduce(
    (sum, unit, index) => sum + Number(match[index + 1] ?? 0) * unitSeconds[unit],
    0,
  );
  return total > 0 && Number.isSafeInteger(total) ? seconds(total) : undefined;
}

/** Writes whole seconds as Prometheus does in series names: `2m30s`, `1h`, `30d`; never weeks, so that 7d stays 7d. */
export function formatDuration(duration: Seconds): string {
  let rest: number = duration;
  let text = "";
  for (const unit of order.slice(1)) {
    const count = Math.floor(rest / unitSeconds[unit]);
    rest -= count * unitSeconds[unit];
    if (count > 0) text += `${count}${unit}`;
  }
  return text === "" ? "0s" : text;
}
