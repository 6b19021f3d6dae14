import { describe, expect, it } from "vitest";
import { gathered } from "../../../../src/governance/notices/digest.ts";
import type { Notice } from "../../../../src/governance/notices/notice.ts";
import { cloudEvent } from "../../../../src/governance/notices/render/cloud-event.ts";
import { mailMessage } from "../../../../src/governance/notices/render/mail.ts";
import { slackMessage } from "../../../../src/governance/notices/render/slack.ts";
import { later, noon } from "../../../support/snapshots.ts";
import { notice } from "../messages.ts";

const place = { publicUrl: "https://nines.example" };
const hostile = '<!channel> & "quotes" <https://evil.example|click>';

describe("a message to Slack", () => {
  it("says what happened, why, what it means and what to do, and where there is more", () => {
    const { text } = slackMessage(notice(), place);
    expect(text.split("\n")).toEqual([
      "*■ checkout.availability.production is frozen; it was restricted*",
      "*Why:* 118 % of its error budget is consumed",
      "*What it means:* A feature needs an exception",
      "*Next:* Find what spends it",
      "<https://nines.example/api/v1/slos/checkout.availability.production|Open in nines>",
    ]);
  });

  it("has the same in blocks, within what Slack takes", () => {
    const { blocks } = slackMessage(notice({ what: "w".repeat(400), why: "y".repeat(9_000) }), place);
    expect(blocks.map((block) => (block as { type: string }).type)).toEqual([
      "header",
      "section",
      "section",
      "section",
      "section",
      "context",
    ]);
    const [header, why] = blocks as { text: { text: string } }[];
    expect(header!.text.text).toHaveLength(150);
    expect(why!.text.text.length).toBeLessThanOrEqual(3_000);
  });

  it("neither calls a channel nor links where a person wrote it so", () => {
    const { text, blocks } = slackMessage(notice({ why: hostile }), {});
    expect(text).toContain("&lt;!channel&gt; &amp;");
    expect(JSON.stringify(blocks)).not.toContain("<!channel>");
  });
});

describe("a mail", () => {
  it("has a subject, and the same in text and in HTML", () => {
    const { subject, text, html } = mailMessage(notice(), place);
    expect(subject).toBe("[nines] ■ checkout.availability.production is frozen; it was restricted");
    expect(text).toContain("Why:\n  118 % of its error budget is consumed");
    expect(text).toContain("https://nines.example/api/v1/slos/checkout.availability.production");
    expect(html).toContain('<a href="https://nines.example/api/v1/slos/checkout.availability.production">');
  });

  it("is no HTML of whoever asked for an exception, and its subject is one line", () => {
    const { subject, html } = mailMessage(notice({ what: "a\r\nBcc: x@example.org", why: hostile }), {});
    expect(subject).not.toMatch(/[\r\n]/);
    expect(html).not.toContain("<!channel>");
    expect(html).toContain("&lt;https://evil.example|click&gt;");
  });
});

describe("an event for programs", () => {
  it("is a CloudEvent whose id and source stay the same", () => {
    expect(cloudEvent(notice(), place)).toEqual({
      specversion: "1.0",
      id: "no-7-0000000a",
      source: "https://nines.example",
      type: "nines.state-changed",
      subject: "checkout.availability.production",
      time: "2026-11-22T12:00:00.000Z",
      datacontenttype: "application/json",
      data: {
        actor: "nines",
        subject: "checkout.availability.production",
        service: "checkout",
        owner: "team-shop",
        what: "checkout.availability.production is frozen; it was restricted",
        why: "118 % of its error budget is consumed",
        means: "a feature needs an exception",
        next: "find what spends it",
        facts: { from: "restricted", to: "frozen" },
        link: "https://nines.example/api/v1/slos/checkout.availability.production",
      },
    });
  });
});

describe("a digest", () => {
  const many: Notice[] = Array.from({ length: 70 }, (_, n) =>
    notice({
      id: `no-${n}-0`,
      what: `thing ${n} happened`,
      kind: n % 10 === 0 ? "review-due" : "state-changed",
    }),
  );
  const digest = gathered(many, { id: "no-99-0", at: later("1m") });

  it("counts what it is made of, tells the first ones, and says how many more there are", () => {
    const { text } = slackMessage(digest, place);
    expect(text).toContain("*70 announcements since 2026-11-22 12:00 UTC*");
    expect(text).toContain("7 reviews due, 63 states changed");
    expect(text).toContain("2026-11-22 12:00 UTC: thing 49 happened");
    expect(text).toContain("… and 20 more, in nines audit show");
    expect(text).not.toContain("thing 50 happened");
  });

  it("is a mail as well", () => {
    expect(mailMessage(digest, place).subject).toBe("[nines] 70 announcements since 2026-11-22 12:00 UTC");
    expect(digest.since).toBe(noon);
  });
});

describe("a picture, where the operator wants links to it", () => {
  const pictured = {
    ...place,
    picture: (slo: string) => `https://nines.example/image/${slo}.svg?until=1&signature=a`,
  };
  const link = "https://nines.example/image/checkout.availability.production.svg?until=1&signature=a";

  it("is a link in Slack, which shows no SVG and refuses a message with an image that it cannot show", () => {
    const { text, blocks } = slackMessage(notice(), pictured);
    expect(text).toContain(`<${link}|See its burn-down>`);
    expect(JSON.stringify(blocks)).not.toContain('"type":"image"');
  });

  it("stands in a mail, whose text has the link", () => {
    const { text, html } = mailMessage(notice(), pictured);
    expect(text).toContain(`Its burn-down: ${link}`);
    expect(html).toContain(`<img src="${link.replace("&", "&amp;")}"`);
  });

  it("is told to programs", () =>
    expect(cloudEvent(notice(), pictured).data).toMatchObject({ picture: link }));

  it("is of SLOs that changed their state alone", () => {
    const other = notice({ kind: "exception-requested", subject: "ex-1" });
    expect(slackMessage(other, pictured).text).not.toContain("burn-down");
  });
});
