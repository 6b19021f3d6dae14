import { fileURLToPath } from "node:url";
import { type Page, readPage } from "../../http/page/assets.ts";

/** The web page, where `npm run setup` has built it. */
export const openPage = (): Page | undefined =>
  readPage(fileURLToPath(new URL("../../../dist/web", import.meta.url)));
