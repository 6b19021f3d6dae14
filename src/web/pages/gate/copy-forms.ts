import { type Asked, queryOf } from "./asked.ts";

export interface CopyScene {
  asked: Asked;
  /** Of this server: `http://127.0.0.1:8090`. */
  origin: string;
  /** Reading needs somebody here. */
  needsToken: boolean;
}

const url = ({ asked, origin }: CopyScene): string => `${origin}/api/v1/gate?${queryOf(asked)}`;

/** A word of a shell's, whatever is in it. */
const word = (text: string): string =>
  /^[A-Za-z0-9._:/@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const flags = ({ service, environment, change, dryRun }: Asked): string[] => [
  `--service ${word(service)}`,
  `--environment ${word(environment)}`,
  `--change ${word(change)}`,
  ...(dryRun === "" ? [] : ["--dry-run"]),
];

const curl = (scene: CopyScene): string =>
  [
    "curl -sS",
    ...(scene.needsToken ? ['-H "authorization: Bearer $NINES_TOKEN"'] : []),
    `'${url(scene).replaceAll("'", "%27")}'`,
  ].join(" ");

const nines = ({ asked, origin }: CopyScene): string =>
  [
    `nines gate --server ${word(origin)}`,
    ...flags(asked),
    ...(asked.sha === "" ? [] : [`--sha ${word(asked.sha)}`]),
  ].join(" ");

/** One metric of an AnalysisTemplate; a JSON string is one of YAML's. */
const argo = (scene: CopyScene): string =>
  [
    "- name: nines-gate",
    '  successCondition: result in ["allow", "warn"]',
    '  failureCondition: result == "deny"',
    "  provider:",
    "    web:",
    `      url: ${JSON.stringify(url(scene))}`,
    ...(scene.needsToken ? ['      headers: [{ key: Authorization, value: "Bearer {{args.token}}" }]'] : []),
    '      jsonPath: "{$.decision}"',
  ].join("\n");

/** One step of a job, on record; the commit is the job's own. */
const github = ({ asked, origin }: CopyScene): string =>
  [
    `- run: ${JSON.stringify(["nines gate --record", ...flags(asked), '--sha "$GITHUB_SHA"'].join(" "))}`,
    "  env:",
    `    NINES_SERVER: ${JSON.stringify(origin)}`,
    "    NINES_TOKEN: ${{ secrets.NINES_TOKEN }}",
  ].join("\n");

/** The same question, as each kind of asker would put it. */
export const copyForms: Readonly<Record<string, (scene: CopyScene) => string>> = {
  curl,
  nines,
  Argo: argo,
  GitHub: github,
};
