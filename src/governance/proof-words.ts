import { type Anchor, formatAnchor, type Verification } from "./verify.ts";

const counted = (count: number): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? "entry" : "entries"}`;

/** What a verification has proven, and what it cannot, sentence by sentence. */
export const proofWords = (result: Verification, anchor: Anchor | undefined): string[] =>
  result.ok ? holds(result, anchor) : broken(result);

function holds(
  { checked, head, dropped }: Extract<Verification, { ok: true }>,
  anchor: Anchor | undefined,
): string[] {
  const gone =
    dropped === undefined
      ? []
      : [
          `of ${counted(dropped.count)} up to ${new Date(dropped.last.at * 1_000).toISOString()} the verdict was ` +
            `dropped by retention: what was asked, decided and used is still there and verified`,
        ];
  const verdict = `the journal holds: ${counted(checked)}, none altered, missing or moved`;
  const end = `head ${formatAnchor(head)}`;
  return anchor === undefined
    ? [
        verdict,
        ...gone,
        end,
        "without an anchor it cannot be seen whether newer entries were cut off the end",
      ]
    : [`${verdict}; entry ${anchor.seq} is the one that the anchor names`, ...gone, end];
}

const broken = ({ flaw: { kind, message }, checked }: Extract<Verification, { ok: false }>): string[] => [
  `the journal does not hold: ${message} (${kind})`,
  `${counted(checked)} before it ${checked === 1 ? "is" : "are"} what was written`,
];
