import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { decodeSettings } from "../../src/config/decode.ts";
import { options } from "../../src/config/options.ts";

const page = readFileSync(fileURLToPath(new URL("../../docs/operations.md", import.meta.url)), "utf8");
const cells = (row: string): string[] =>
  row
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());

describe("docs/operations.md", () => {
  it("lists every setting with its names, default and meaning", () => {
    const rows = page.split("\n").filter((line) => line.startsWith("| `--"));
    const code = (text: string | undefined): string => (text === undefined ? "" : `\`${text}\``);
    expect(rows.map(cells)).toEqual(
      options.map(({ flag, env, key, fallback, help }) => [
        code(flag),
        code(env),
        key === "config" ? "" : code(key),
        code(fallback),
        help,
      ]),
    );
  });

  it("shows a config file that is read as it stands", () => {
    const text = /```yaml\n([\s\S]*?)```/.exec(page)![1]!;
    const decoded = decodeSettings({ flags: {}, environment: {}, file: { path: "/etc/nines.yaml", text } });
    expect(decoded).toMatchObject({
      ok: true,
      settings: {
        cycle: 30,
        sources: [
          { name: "main", credentials: { kind: "basic" }, tls: { ca: "/etc/ca.pem" } },
          { name: "mimir", credentials: { kind: "bearer" }, headers: { "X-Scope-OrgID": "shop" } },
        ],
      },
    });
  });

  it("names the defaults of a source as they are", () => {
    const bare = { path: "n.yaml", text: "prometheus: [{ name: a, url: http://h }]" };
    const decoded = decodeSettings({ flags: {}, environment: {}, file: bare });
    const [source] = decoded.ok ? decoded.settings.sources : [];
    expect(page).toContain(`timeout: ${source!.timeout}s`);
    expect(page).toContain(`retries: ${source!.retries}`);
    expect(page).toContain(`{ failures: ${source!.breaker.failures}, openFor: ${source!.breaker.openFor}s }`);
    expect(page).toContain(`connections: ${source!.connections}`);
  });
});
