import { Browser, type Page } from "./browser.ts";

/** The whole way: nines, the provider's login page, its consent page, and back. */
export async function logIn(
  at: { url: string },
  who: string,
  browser = new Browser(),
): Promise<{ browser: Browser; page: Page }> {
  const form = await browser.visit(`${at.url}/login?to=/api/v1/me`);
  const consent = await browser.submit(form, { login: who, password: "any" });
  return { browser, page: await browser.submit(consent, {}) };
}

export const codeOf = (page: Page): string => (JSON.parse(page.text) as { code: string }).code;
