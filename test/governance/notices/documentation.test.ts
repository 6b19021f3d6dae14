import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repository } from "../../../kit/tools.ts";
import { decodeSettings } from "../../../src/config/decode.ts";
import { gatheredAbove } from "../../../src/governance/notices/digest.ts";
import { noticeKinds } from "../../../src/governance/notices/notice.ts";

const page = readFileSync(join(repository, "docs", "announcements.md"), "utf8");

describe("docs/announcements.md", () => {
  it("names every kind that is announced", () => {
    for (const kind of noticeKinds) expect(page).toContain(`\`${kind}\``);
  });

  it("shows a config file that is read as it stands", () => {
    const text = /```yaml\n([\s\S]*?)```/.exec(page)![1]!;
    const decoded = decodeSettings({ flags: {}, environment: {}, file: { path: "/etc/nines.yaml", text } });
    expect(decoded).toMatchObject({ ok: true });
    expect(decoded.ok && decoded.settings.notices.routes).toHaveLength(3);
  });

  it("says from how many on people get a digest", () => {
    expect(page.replaceAll(/\s+/g, " ")).toContain(`more than ${gatheredAbove}:`);
  });
});
