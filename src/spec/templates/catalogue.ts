import { catalogueTexts } from "../catalogue/all.ts";
import { sliTemplateShape, type WrittenTemplate } from "../kinds/template.ts";
import { failed } from "../shapes/shape.ts";
import { openSource } from "../source.ts";
import { readDocuments } from "../yaml/read.ts";

/** A template and the YAML that it was read from. */
export interface CatalogueEntry {
  template: WrittenTemplate;
  text: string;
}

let known: ReadonlyMap<string, CatalogueEntry> | undefined;

/** The templates that come with nines, by name; read once, and only when somebody asks for one. */
export const catalogue = (): ReadonlyMap<string, CatalogueEntry> => (known ??= readAll());

const readAll = (): ReadonlyMap<string, CatalogueEntry> =>
  new Map(
    catalogueTexts
      .map((text) => ({ template: readOne(text), text }))
      .map((entry) => [entry.template.metadata.name.value, entry]),
  );

function readOne(text: string): WrittenTemplate {
  const complain = (_code: string, _place: unknown, message: string): never => {
    throw new Error(`a template of the catalogue is broken: ${message}\n${text}`);
  };
  const [root] = readDocuments(openSource({ path: "catalogue", text }), complain);
  const template = root === undefined ? failed : sliTemplateShape.decode(root, complain);
  if (template === failed) throw new Error(`a template of the catalogue is none:\n${text}`);
  return template;
}
