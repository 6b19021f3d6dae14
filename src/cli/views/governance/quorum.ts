import type { QuorumBody } from "../../../http/schemas/governance/common.ts";
import type { Ink } from "../../terminal/ink.ts";
import { printable } from "../../terminal/ink.ts";

const whose = ({ seat, group }: QuorumBody["seats"][number]): string =>
  seat === "any" ? "any group" : group === undefined || group === seat ? seat : `${seat} (${group})`;

/** A line for each seat: who may sit there, and who does. */
export function seatLines({ seats }: Pick<QuorumBody, "seats">, ink: Ink): string[] {
  const width = Math.max(...seats.map((seat) => whose(seat).length), 0);
  return seats.map((seat) => {
    const name = printable(whose(seat)).padEnd(width);
    return seat.by === undefined
      ? `  ${ink("yellow", "◌")} ${name}  nobody yet`
      : `  ${ink("green", "✔")} ${name}  ${printable(seat.by)}`;
  });
}

/** `sre and director` */
export const inWords = (names: readonly string[]): string => {
  const plain = names.map((name) => (name === "any" ? "any group" : name));
  return plain.length < 2 ? plain.join("") : `${plain.slice(0, -1).join(", ")} and ${plain.at(-1) ?? ""}`;
};
