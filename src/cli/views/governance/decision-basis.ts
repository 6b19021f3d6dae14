import type { z } from "zod";
import type {
  DifferenceBody,
  diffSchema,
  replaySchema,
} from "../../../http/schemas/governance/decision-basis.ts";
import { decisionWords } from "../../../model/wording.ts";
import { printable, type Ink } from "../../terminal/ink.ts";
import { gateLines } from "../gate.ts";
import { dayAndTime } from "../moments.ts";

const differenceLine = ({ what, subject, before, after }: DifferenceBody): string =>
  printable(`  ${what} of ${subject}: ${before ?? "not there"} → ${after ?? "gone"}`);

/** What was decided, and whether the same comes out of it again. */
export function replayLines(body: z.output<typeof replaySchema>, ink: Ink): string[] {
  const { id, at, identical, differences, recorded } = body;
  const said = identical ? "the same verdict" : "another verdict: nines decides otherwise than it did";
  return [
    `${ink("bold", id)} of ${dayAndTime(at)}: the same inputs come to ${said}`,
    ...differences.map(differenceLine),
    "",
    ...gateLines(recorded, ink),
  ];
}

/** What is otherwise than when it was decided. */
export function diffLines({ id, at, differences, now }: z.output<typeof diffSchema>, ink: Ink): string[] {
  const heading = `${ink("bold", id)} of ${dayAndTime(at)}: now it would be ${decisionWords[now.decision]}`;
  if (differences.length === 0) return [heading, "  nothing has changed since"];
  return [heading, ...differences.map(differenceLine)];
}
