/** As much of a browser as a login needs: cookies by host, redirects, and the forms of the pages it is shown. */
export interface Page {
  url: string;
  status: number;
  text: string;
  headers: Headers;
}

export class Browser {
  readonly jars = new Map<string, Map<string, string>>();
  /** Every address that was visited, as a person watching the address bar would see. */
  readonly visited: string[] = [];
  /** Every `set-cookie` that came. */
  readonly setCookies: string[] = [];

  cookies(url: string): string {
    const jar = this.jars.get(new URL(url).host) ?? new Map<string, string>();
    return [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  async request(url: string, init: RequestInit = {}): Promise<Page> {
    this.visited.push(url);
    const cookie = this.cookies(url);
    const headers = new Headers(init.headers);
    headers.set("accept", "text/html,application/json");
    if (cookie !== "") headers.set("cookie", cookie);
    const response = await fetch(url, { ...init, headers, redirect: "manual" });
    this.keep(url, response.headers.getSetCookie());
    return { url, status: response.status, text: await response.text(), headers: response.headers };
  }

  async visit(url: string, init: RequestInit = {}): Promise<Page> {
    const page = await this.request(url, init);
    const to = page.headers.get("location");
    return to === null ? page : this.visit(new URL(to, url).href);
  }

  /** Fills in the page's form and sends it. */
  submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Page> {
    const [, action = ""] = /<form[^>]* action="([^"]*)"/.exec(page.text) ?? [];
    const hidden = [...page.text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const body = new URLSearchParams();
    for (const [, name = "", value = ""] of hidden) body.set(name, value);
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    return this.visit(new URL(action, page.url).href, { method: "POST", body });
  }

  private keep(url: string, lines: readonly string[]): void {
    const { host } = new URL(url);
    const jar = this.jars.get(host) ?? new Map<string, string>();
    this.jars.set(host, jar);
    for (const line of lines) {
      this.setCookies.push(line);
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(line) || value === "") jar.delete(name);
      else jar.set(name, value);
    }
  }
}
