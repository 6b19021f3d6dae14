import { Temporal } from "temporal-polyfill";

/** Longest rule that is read: what people write has less than a hundred characters. */
const longestRule = 500;

type Check = (value: string) => string | undefined;

const between =
  (least: number, most: number, signed = false): Check =>
  (value) => {
    const isNumber = (signed ? /^[+-]?\d{1,5}$/ : /^\d{1,5}$/).test(value);
    const size = Math.abs(Number(value));
    const range = signed ? `±${least} to ±${most}` : `${least} to ${most}`;
    return isNumber && size >= least && size <= most ? undefined : `${value} is not in ${range}`;
  };

const listOf =
  (check: Check): Check =>
  (value) =>
    value
      .split(",")
      .map(check)
      .find((found) => found !== undefined);

const oneOf =
  (...choices: readonly string[]): Check =>
  (value) =>
    choices.includes(value) ? undefined : `${value} is none of ${choices.join(", ")}`;

const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

const weekday: Check = (value) =>
  /^([+-]?([1-9]|[1-4]\d|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)$/.test(value)
    ? undefined
    : `${value} is no weekday, such as SU, or 1SU for the first Sunday`;

const frequency: Check = (value) =>
  value === "MINUTELY" || value === "SECONDLY"
    ? `${value} is finer than hourly: a window that comes every minute is a window that never ends`
    : oneOf("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY")(value);

const instant: Check = (value) => {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(value);
  const message = `${value} is no moment in UTC, such as 20271231T230000Z`;
  if (parts === null) return message;
  const [year, month, date, hour, minute, second] = parts.slice(1);
  try {
    Temporal.Instant.from(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
    return undefined;
  } catch {
    return message;
  }
};

const never =
  (why: string): Check =>
  () =>
    why;

/** The parts of a rule that nines reads, and what each may hold: the library itself passes over what it cannot read. */
const parts: Readonly<Record<string, Check>> = {
  FREQ: frequency,
  INTERVAL: between(1, 1000),
  // The library counts from the first one every time it is asked.
  COUNT: between(1, 1000),
  UNTIL: instant,
  BYMONTH: listOf(between(1, 12)),
  BYMONTHDAY: listOf(between(1, 31, true)),
  BYYEARDAY: listOf(between(1, 366, true)),
  BYWEEKNO: listOf(between(1, 53, true)),
  BYDAY: listOf(weekday),
  BYHOUR: listOf(between(0, 23)),
  // One minute an hour: several would be a rule finer than hourly.
  BYMINUTE: between(0, 59),
  BYSETPOS: listOf(between(1, 366, true)),
  WKST: oneOf(...weekdays),
  RRULE: never("the rule alone is wanted: leave `RRULE:` out"),
  BYSECOND: never("windows begin on the minute: leave BYSECOND out"),
  DTSTART: never("`start` and `timeZone` say when it begins: leave DTSTART out"),
  RDATE: never("single dates are windows of their own: leave RDATE out"),
  EXDATE: never("dates cannot be left out: end the window and begin another, or leave EXDATE out"),
};

/** With these an hourly rule would be tried hour by hour for years: FREQ=DAILY with BYHOUR says the same. */
const notHourly = ["BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"];

const readable = "FREQ, INTERVAL, COUNT, UNTIL, WKST or one of the BY… parts";

/** What is wrong with the text of a rule, part by part; undefined when it can be read. */
export function grammarProblem(rrule: string): readonly string[] | undefined {
  if (rrule.trim() === "") return ["is empty: give a rule, such as FREQ=WEEKLY;BYDAY=SU"];
  if (rrule.length > longestRule) return [`is longer than ${longestRule} characters`];
  const given = rrule.split(";").map((part) => /^([A-Z]+)(?:=|[;:])(.+)$/s.exec(part) ?? [part, part, ""]);
  const names = given.map(([, name = ""]) => name);
  const problems = [
    ...given.flatMap(([, name = "", value = ""]) => problemOf(name, value) ?? []),
    ...names.filter((name, index) => names.indexOf(name) < index).map((name) => `${name} stands twice`),
    ...(names.includes("FREQ") ? [] : ["FREQ is missing: how often, such as FREQ=WEEKLY"]),
    ...(given.some(([part]) => part === "FREQ=HOURLY") ? names : [])
      .filter((name) => notHourly.includes(name))
      .map((name) => `${name} does not go with FREQ=HOURLY: write FREQ=DAILY with BYHOUR`),
    ...(names.includes("COUNT") && names.includes("UNTIL")
      ? ["either COUNT or UNTIL ends it, not both"]
      : []),
  ];
  return problems.length === 0 ? undefined : problems;
}

function problemOf(name: string, value: string): string | undefined {
  const check = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (check === undefined) return `${JSON.stringify(name)} is no part of a rule; it is made of ${readable}`;
  if (value === "") return `${name} has no value`;
  const found = check(value);
  return found === undefined ? undefined : `${name}: ${found}`;
}
