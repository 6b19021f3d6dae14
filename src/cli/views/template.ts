import type { Listed } from "../../spec/templates/list.ts";

/** An SLO that uses the template with its examples: parameters with a default are left out. */
export function exampleUse({ name, template }: Listed): string {
  const given = (template.spec.parameters ?? [])
    .filter(({ value }) => value.default === undefined)
    .map((each) => `${each.name}: ${asYaml(each.value.example ?? "")}`);
  const withPart = given.length === 0 ? "" : `, with: { ${given.join(", ")} }`;
  return [
    "apiVersion: nines/v1",
    "kind: Service",
    "metadata: { name: checkout, owner: team-shop }",
    "spec:",
    "  slos:",
    `    - name: ${name}`,
    "      objective: 99%",
    `      sli: { template: { name: ${name}${withPart} } }`,
    "      alerting: { runbook: https://runbooks.example/checkout }",
    "",
  ].join("\n");
}

const asYaml = (text: string): string => (/^[a-zA-Z0-9][\w./@-]*$/.test(text) ? text : JSON.stringify(text));

/** A template as a page: what it measures, what it takes, how it is used, how it is written. */
export function templatePage(listed: Listed): string {
  const { name, template, text, writtenAt } = listed;
  const { description, notes, parameters = [] } = template.spec;
  const rows = parameters.map(
    ({ name: parameter, value }) =>
      `| \`${parameter}\` | ${value.type} | ${value.default === undefined ? "required" : defaultOf(value.default.value)} | ${value.description} |`,
  );
  return [
    `# ${name}`,
    "",
    `${description}.`,
    ...(notes === undefined ? [] : ["", notes]),
    "",
    ...(rows.length === 0
      ? []
      : ["| parameter | type | default | what it is |", "| --- | --- | --- | --- |", ...rows, ""]),
    "```yaml",
    `${exampleUse(listed)}\`\`\``,
    "",
    ...(text === undefined
      ? [`Written at ${writtenAt ?? ""}.`]
      : ["As it is written:", "", "```yaml", `${text}\`\`\``]),
    "",
  ].join("\n");
}

const defaultOf = (text: string): string => (text === "" ? "none" : `\`${text.replaceAll("|", "\\|")}\``);

/** The first page of the catalogue. */
export const catalogueIndex = (all: readonly Listed[]): string =>
  [
    "# Templates",
    "",
    "SLIs that come with nines, used as `sli: { template: { name: …, with: { … } } }`. Each is tested against Prometheus,",
    "good and bad. `nines templates show NAME` prints a page of these; `SliTemplate` in [the specification](../spec.md)",
    "says how to write your own.",
    "",
    "| template | what it measures |",
    "| --- | --- |",
    ...all.map(({ name, template }) => `| [${name}](${name}.md) | ${template.spec.description} |`),
    "",
  ].join("\n");
