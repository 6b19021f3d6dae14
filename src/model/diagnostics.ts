/** A located finding about what a person wrote. The closed list of codes lives in `spec/codes.ts`. */
export interface Diagnostic<Code extends string = string> {
  code: Code;
  severity: "error" | "warning";
  path: string;
  /** Counted from 1; `end` is exclusive and on the same line. */
  line: number;
  column: number;
  endColumn: number;
  /** What is wrong and why, in one sentence, with the arithmetic where there is some. */
  message: string;
  /** What to do. */
  remedy: string;
  /** The source line, for the excerpt. */
  excerpt: string;
}
