import { describe, expect, it } from "vitest";
import { wantedAnnotations } from "../../../src/report/annotations/wanted.ts";
import { earlier, later, noon } from "../../support/snapshots.ts";
import { correction, deployment, exception, incident, stateWith } from "./journal.ts";

const month = earlier("30d");
const standing = (things: Parameters<typeof stateWith>[0], publicUrl?: string) =>
  wantedAnnotations(stateWith(things), month, publicUrl).standing;

describe("annotations of what is on record", () => {
  it("show a deployment as a moment while it is under way, and as a stretch once it has ended", () => {
    const [begun] = standing({ deployments: [deployment()] });
    expect(begun).toMatchObject({
      id: "dp-1",
      from: earlier("1h"),
      text: "Deployment of checkout to production: v7, under way; told by deploy-bot",
      tags: ["nines:deployment", "nines-id:dp-1", "service:checkout", "environment:production"],
    });
    expect(begun).not.toHaveProperty("to");
    const [ended] = standing({
      deployments: [deployment({ finishedAt: earlier("55m"), outcome: "failed" })],
    });
    expect(ended).toMatchObject({
      to: earlier("55m"),
      text: "Deployment of checkout to production: v7, failed; told by deploy-bot",
    });
  });

  it("show each stretch of an incident that came back for itself, so that none covers the quiet between them", () => {
    const closed = { at: earlier("40m"), by: "nines", cause: "alerts-resolved" } as const;
    const what = "Incident of checkout in production: orders are refused";
    const found = standing({
      incidents: [
        incident({
          spells: [{ from: earlier("50m"), to: earlier("40m"), closed }, { from: earlier("20m") }],
        }),
      ],
    });
    expect(found).toMatchObject([
      {
        id: "in-1",
        from: earlier("50m"),
        to: earlier("40m"),
        text: `${what}; every alert has resolved`,
      },
      { id: "in-1.2", from: earlier("20m"), text: `${what}, again; open` },
    ]);
  });

  it("show an exception from when it came into force until it ends, with what it was used for", () => {
    const use = { service: "payments", environment: "production", decision: "gd-1", at: earlier("1h") };
    expect(standing({ exceptions: [exception({ uses: [use] })] })).toMatchObject([
      {
        from: earlier("2h"),
        to: later("2h"),
        text: "Exception for payments.availability.production: the tax law changes; used 1 of 1 times",
        tags: [
          "nines:exception",
          "nines-id:ex-1",
          "service:payments",
          "environment:production",
          "slo:payments.availability.production",
        ],
      },
    ]);
    const ended = { state: "revoked", at: earlier("30m"), by: "nines", reason: "a new page fired" } as const;
    const [revoked] = standing({ exceptions: [exception({ ended })] });
    expect(revoked?.to).toBe(earlier("30m"));
    expect(revoked?.text).toMatch(/revoked: a new page fired$/);
  });

  it("show no exception that never came into force", () => {
    const { inForceAt: _, ...waiting } = exception();
    expect(standing({ exceptions: [waiting] })).toEqual([]);
  });

  it("show a correction while it is approved, and take it away once it is revoked", () => {
    expect(standing({ corrections: [correction()] })).toMatchObject([
      {
        from: earlier("2d"),
        to: earlier("47h"),
        text: "Correction of search in production, the time does not count: a load test",
        tags: ["nines:correction", "nines-id:co-1", "service:search", "environment:production"],
      },
    ]);
    const revoked = wantedAnnotations(stateWith({ corrections: [correction({ state: "revoked" })] }), month);
    expect(revoked.standing).toEqual([]);
    expect([...revoked.gone]).toEqual(["co-1"]);
  });

  it("leave out what ended before the time that is looked at", () => {
    const old = deployment({ startedAt: earlier("40d"), finishedAt: earlier("31d") });
    const long = deployment({ id: "dp-2", startedAt: earlier("40d"), finishedAt: earlier("29d") });
    expect(standing({ deployments: [old, long] }).map(({ id }) => id)).toEqual(["dp-2"]);
  });

  it("show what people wrote as they wrote it, and link to whoever tells more", () => {
    const [annotation] = standing(
      { deployments: [deployment({ version: "<b>&", link: "https://ci.example/7?a=1&b=2" })] },
      "https://nines.example",
    );
    expect(annotation?.text).toBe(
      "Deployment of checkout to production: &lt;b&gt;&amp;, under way; told by deploy-bot" +
        '<br><a href="https://ci.example/7?a=1&amp;b=2" target="_blank">deployment</a>' +
        '<br><a href="https://nines.example/services/checkout" target="_blank">nines</a>',
    );
  });

  it("make a link of nothing but the web", () => {
    const [annotation] = standing({ deployments: [deployment({ link: "javascript:alert(1)" })] });
    expect(annotation?.text).not.toContain("<a");
  });

  it("never end before they begin, whatever two clocks said", () => {
    const [annotation] = standing({
      deployments: [deployment({ startedAt: noon, finishedAt: earlier("1s"), outcome: "succeeded" })],
    });
    expect(annotation).toMatchObject({ from: noon, to: noon });
  });

  it("carry no more tags than Grafana keeps", () => {
    const slos = Array.from({ length: 20 }, (_, at) => `payments.slo-${at}.production`);
    const tooLong = `payments.${"x".repeat(95)}.production`;
    const [annotation] = standing({
      exceptions: [exception({ request: { ...exception().request, slos: [tooLong, ...slos] } })],
    });
    expect(annotation?.tags).toContain("slo:payments.slo-0.production");
    expect(annotation?.tags.join()).not.toContain(tooLong);
    expect(annotation!.tags.join('","').length).toBeLessThan(500 - 4);
  });
});
