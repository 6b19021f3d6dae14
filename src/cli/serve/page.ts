import { fileURLToPath } from "node:url";
import type { Settings } from "../../config/settings.ts";
import type { AppDeps } from "../../http/deps.ts";
import { type Page, readPage } from "../../http/page/assets.ts";
import { pictureKeyOf } from "./pictures.ts";

/** The web page, where `npm run setup` has built it. */
const openPage = (): Page | undefined =>
  readPage(fileURLToPath(new URL("../../../dist/web", import.meta.url)));

/** What there is to be looked at: the page, badges, images. */
export function openViews(settings: Settings): Pick<AppDeps, "page" | "pictures"> {
  const page = openPage();
  const key = pictureKeyOf(settings);
  return {
    ...(page !== undefined && { page }),
    pictures: { publicBadges: settings.publicBadges, ...(key !== undefined && { key }) },
  };
}
