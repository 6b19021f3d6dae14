import { readWritten } from "../documents.ts";
import type { WrittenTemplate } from "../kinds/template.ts";
import { collectFindings, nameOf } from "../report.ts";
import type { SourceFile } from "../source.ts";
import { catalogue } from "./catalogue.ts";

export interface Listed {
  name: string;
  template: WrittenTemplate;
  /** `slos/templates.yaml:3` of a team's own; absent for one that comes with nines. */
  writtenAt?: string;
  /** The document as written, for one that comes with nines. */
  text?: string;
}

/** Every template that can be used beside these files, by name; a team's own hides one of the catalogue. */
export function listTemplates(files: readonly SourceFile[]): readonly Listed[] {
  const listed = new Map<string, Listed>();
  for (const [name, { template, text }] of catalogue()) listed.set(name, { name, template, text });
  for (const template of readWritten(files, collectFindings().report).SliTemplate) {
    const { value: name, place } = template.metadata.name;
    listed.set(name, { name, template, writtenAt: nameOf(place) });
  }
  return [...listed.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
