/**
 * How busy the shop is at a moment, 1 being its weekly average: quiet at two in the morning, busiest at two in
 * the afternoon (UTC), slower at weekends.
 *
 * @param at seconds since 1970
 */
export function busyness(at: number): number {
  const hour = (at / 3_600) % 24;
  const weekday = new Date(at * 1_000).getUTCDay();
  return (1 + 0.6 * Math.sin((2 * Math.PI * (hour - 8)) / 24)) * (byWeekday[weekday] ?? 1);
}

/** Sunday first. */
const byWeekday = [0.82, 1.04, 1.05, 1.06, 1.06, 1.1, 0.87];

/** Between −0.5 and 0.5, always the same for the same moment: traffic is never smooth, a history never random. */
export function ripple(at: number): number {
  const mixed = Math.imul((Math.floor(at) ^ 0x9e3779b9) >>> 0, 0x85ebca6b) >>> 0;
  return (Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) >>> 0) / 4_294_967_296 - 0.5;
}
