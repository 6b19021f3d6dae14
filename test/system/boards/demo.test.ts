import { beforeAll, describe, expect, it } from "vitest";
import { instant } from "../../../kit/ask.ts";
import { json } from "../../../kit/demo.ts";
import { askPanel, valuesOf, type Answer, type Look } from "../../../kit/grafana/ask.ts";
import { readBoard, type ReadBoard } from "../../../kit/grafana/board.ts";
import type { Choice } from "../../../kit/grafana/variables.ts";
import { until } from "../../../kit/until.ts";
import type { HistoryBody } from "../../../src/http/schemas/history.ts";
import type { SloDetailBody } from "../../../src/http/schemas/slo.ts";
import { boardFiles } from "../../../src/boards/files.ts";
import type { SharedDemo } from "../../setup/demo.ts";
import { sharedDemo } from "../shared.ts";

const page = "https://nines.example";
const boards = new Map(
  boardFiles({ page, groupLabels: ["region"] }).map(({ name, json }) => [name, readBoard(json)]),
);
const boardNamed = (name: string): ReadBoard => boards.get(name)!;
const day = 86_400;

/** As Grafana shows it on a wide screen: no step finer than five minutes, so that all panels share one. */
function lookAt(board: ReadBoard, chosen: Record<string, Choice>, now = Date.now() / 1_000): Look {
  const back = board.time.from === "now-30d" ? 30 * day : 1_800;
  return { board, chosen: { page, ...chosen }, shown: { from: now - back, to: now, step: back / 720 } };
}

const everything = { all: true } as const;
const slo = (id: string, more: Record<string, Choice> = {}): Record<string, Choice> => {
  const [service = "", name = "", environment = ""] = id.split(".");
  return { service, slo: name, environment, group_region: everything, ...more };
};

const looks: readonly (readonly [string, string, Record<string, Choice>])[] = [
  ["nines-overview", "everything", { environment: everything }],
  ["nines-overview", "one environment", { environment: ["production"] }],
  ["nines-service", "checkout", { service: "checkout", environment: "production" }],
  ["nines-slo", "a rolling window", slo("checkout.availability.production")],
  ["nines-slo", "all groups", slo("payments.availability.production")],
  ["nines-slo", "two groups", slo("payments.availability.production", { group_region: ["eu", "us"] })],
  ["nines-slo", "a calendar window", slo("search.contract.production")],
  ["nines-slo", "a journey's", slo("bookshop.buy.production")],
  ["nines-journeys", "all locations", { journey: "buy-a-book", location: everything }],
  ["nines-alerts", "everything", { environment: everything }],
  ["nines-itself", "itself", {}],
];

let demo: SharedDemo;
beforeAll(async () => {
  demo = await sharedDemo();
  await ringAndMark(demo);
}, 240_000);

const answersOf = (name: string, chosen: Record<string, Choice>): Promise<Answer[][]> => {
  const board = boardNamed(name);
  const look = lookAt(board, chosen);
  return Promise.all(board.panels.map((panel) => askPanel(demo.prometheus, panel, look)));
};

describe("on the demo's Prometheus", () => {
  it.each(looks)(
    "every question of %s has an answer: %s",
    async (name, _, chosen) => {
      const { panels } = boardNamed(name);
      const silent = async (): Promise<string[]> => {
        const answers = await answersOf(name, chosen);
        return answers.flatMap((panel, index) =>
          panel
            .filter(({ series }) => series.length === 0)
            .map(({ refId, query }) => `${panels[index]?.title} ${refId}: ${query}`),
        );
      };
      let left: string[] = [];
      await until(async () => (left = await silent()).length === 0, {
        what: "every question has an answer",
        timeout: 90_000,
      }).catch(() => undefined);
      expect(left).toEqual([]);
    },
    120_000,
  );

  it.each([...boards])("every choice of %s has values", async (_, board) => {
    const look = lookAt(board, {
      ...slo("payments.availability.production"),
      ...{ journey: "buy-a-book", location: everything },
    });
    for (const variable of board.templating.list.filter(({ type }) => type === "query"))
      expect([variable.name, await valuesOf(demo.prometheus, variable, look)]).not.toEqual([
        variable.name,
        [],
      ]);
  });
});

describe("the numbers of an SLO's board", () => {
  const id = "payments.availability.production";
  const answersFor = async (title: string, chosen: Record<string, Choice>): Promise<Answer[]> => {
    const board = boardNamed("nines-slo");
    const panel = board.panels.find((each) => each.title === title)!;
    return askPanel(demo.prometheus, panel, lookAt(board, chosen));
  };

  it("are those of nines: its state, and what each group has consumed", async () => {
    const { groupsDetail: groups } = await json<SloDetailBody>(`${demo.nines}/api/v1/slos/${id}`);
    expect((await answersFor("State", slo(id)))[0]?.series[0]?.values[0]?.[1]).toBe(4);
    const [bars] = await answersFor("Consumed by group", slo(id));
    expect(bars?.series.map(({ labels }) => labels)).toEqual([
      { region: "eu" },
      { region: "us" },
      { region: "ap" },
    ]);
    for (const { labels, values } of bars?.series ?? []) {
      const said = groups.find(({ group }) => group.region === labels.region);
      expect(values[0]![1]).toBeCloseTo(said?.budget?.consumed ?? NaN, 2);
    }
  });

  it("burn down as the page does, to what remains", async () => {
    const [of, burnDown] = await Promise.all([
      json<HistoryBody>(`${demo.nines}/api/v1/slos/checkout.availability.production/history`),
      answersFor("Burn-down", slo("checkout.availability.production")),
    ]);
    const [remaining] = await answersFor("Remaining", slo("checkout.availability.production"));
    const line = burnDown[0]?.series[0]?.values ?? [];
    const badUntil = (last: number): number =>
      of.points.filter(([end]) => end <= last).reduce((sum, [, bad]) => sum + bad, 0);
    const step = of.points[1]![0] - of.points[0]![0];
    const each = (1 - (remaining?.series[0]?.values[0]?.[1] ?? NaN)) / badUntil(Infinity);
    expect(line.length).toBeGreaterThan(700);
    for (const index of [0.25, 0.5, 0.75, 1].map((share) => Math.ceil(line.length * share) - 1)) {
      // It lies within one step of the page's line, before which or after which a release may have gone wrong. Its own
      // last step is the hour's: what burns since then is in what remains, not yet in the line.
      const [at, left] = line[index]!;
      expect(1 - left).toBeGreaterThan(each * badUntil(at) - 0.02);
      expect(1 - left).toBeLessThan(each * badUntil(at + step) + 0.02);
    }
  });

  it("has a row for each tier of each group that is chosen, with its threshold as the rules have it", async () => {
    const [long, , firing] = await answersFor("Burn now", slo(id, { group_region: ["eu", "us"] }));
    const rows = long?.series.map(({ labels: { tier, region, fires_at: firesAt, long_window: over } }) =>
      [tier, region, firesAt, over].join(" "),
    );
    expect(rows?.toSorted()).toEqual([
      "fast eu 14.4× 1h",
      "fast us 14.4× 1h",
      "long eu 1× 3d",
      "long us 1× 3d",
      "medium eu 6× 6h",
      "medium us 6× 6h",
      "slow eu 3× 1d",
      "slow us 3× 1d",
    ]);
    expect(firing?.series.map(({ values }) => values[0]![1] === 0 || values[0]![1] === 1)).toHaveLength(8);
  });

  it("say nothing rather than zero when nobody says anything", async () => {
    const board = boardNamed("nines-overview");
    const answers = await Promise.all(
      board.panels.map((panel) =>
        askPanel(demo.prometheus, panel, lookAt(board, { environment: ["no-such-place"] })),
      ),
    );
    expect(answers.flat().filter(({ series }) => series.length > 0)).toEqual([]);
  });
});

/** What alert quality counts: one alert that was useful, and trouble that none told of. */
async function ringAndMark({ nines, people, prometheus }: SharedDemo): Promise<void> {
  const post = async <T>(path: string, token: string, body: object): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const answer = await fetch(`${nines}/api/v1/${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  const { token } = await post<{ token: string }>("tokens", people.carol, {
    subject: "alertmanager-of-boards",
    roles: ["alertmanager"],
  });
  const began = new Date(Date.now() - 600_000).toISOString();
  const labels = {
    ...{ alertname: "ErrorBudgetBurn", tier: "long", severity: "ticket" },
    ...{
      slo_id: "search.up.production",
      slo_service: "search",
      slo_name: "up",
      slo_environment: "production",
    },
  };
  await post("alertmanager", token, {
    version: "4",
    ...{ groupKey: "boards", status: "firing", receiver: "nines", truncatedAlerts: 0 },
    ...{ groupLabels: {}, commonLabels: labels, commonAnnotations: {}, externalURL: "http://127.0.0.1" },
    alerts: [
      {
        ...{ status: "firing", labels, annotations: {}, fingerprint: "b0a4d5", generatorURL: "" },
        ...{ startsAt: new Date(Date.now() - 300_000).toISOString(), endsAt: "0001-01-01T00:00:00Z" },
      },
    ],
  });
  const { items } = await json<{ items: { id: string }[] }>(
    `${nines}/api/v1/alerts?slo=search.up.production&tier=long`,
  );
  await post(`alerts/${items[0]?.id}/mark`, people.carol, { mark: "useful", began });
  await post("alerts/missed", people.carol, {
    ...{ slo: "search.up.production", from: began, what: "a customer called" },
  });
  const counted = async () => (await instant(prometheus, 'nines_alerts{mark="useful"} > 0')).length > 0;
  await until(counted, { what: "Prometheus has read the marks", timeout: 90_000 });
}
