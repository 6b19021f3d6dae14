import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeFolder, temporaryFolder } from "../../kit/processes.ts";
import { startPrometheus } from "../../kit/prometheus.ts";
import { testRules } from "../../kit/promtool.ts";
import { writeHistory } from "../../kit/remote-write.ts";
import { compileSlo } from "../../src/compile/slo-rules.ts";
import { formatDuration } from "../../src/model/durations.ts";
import { alert, label } from "../../src/model/names.ts";
import { seconds } from "../../src/model/units.ts";
import { roomyTsdb } from "../recorder.ts";
import { availability, metric } from "../slo.ts";
import { ringFast } from "./simulate.ts";

export interface Agreement {
  ok: boolean;
  said: string;
}

const slo = availability("promtool");
const step = 30;
/** Steps before the fault, of the fault and after it. */
const parts = [200, 20, 100] as const;

/** Values of a counter at every step: flat while it does not count. */
const counter = (isBad: boolean): number[] => {
  const counts = parts.flatMap((length, part) => Array<boolean>(length).fill((part === 1) === isBad));
  let value = 1_000;
  return counts.map((isCounting) => (value += isCounting ? 30 * step : 0));
};

const codes = [
  { code: "200", values: counter(false) },
  { code: "500", values: counter(true) },
];

/** promtool evaluates every group at one interval: right for the fast tier, which reads nothing but its own group. */
const testFile = (ruleFile: string, { fired, cleared }: { fired: number; cleared: number }): string => {
  const fast = compileSlo(slo)
    .flatMap(({ rules }) => rules)
    .find((rule) => "alert" in rule && rule.alert === alert.burn && rule.labels[label.tier] === "fast")!;
  const stands = (at: number, isFiring: boolean) => ({
    eval_time: formatDuration(seconds(at)),
    alertname: alert.burn,
    // Annotations are compared too, and they are not what this is about: ask the series of alerts instead.
    isFiring,
  });
  const moments = [
    stands(fired - step, false),
    stands(fired, true),
    stands(cleared - step, true),
    stands(cleared, false),
  ];
  return JSON.stringify({
    rule_files: [ruleFile],
    evaluation_interval: `${step}s`,
    tests: [
      {
        interval: `${step}s`,
        input_series: codes.map(({ code, values }) => ({
          series: `${metric}{job="${slo.service}",code="${code}"}`,
          values: values.join(" "),
        })),
        promql_expr_test: moments.map(({ eval_time, isFiring }) => ({
          expr: `count(ALERTS{alertname="${alert.burn}",tier="${fast.labels[label.tier]}",alertstate="firing"}) or vector(0)`,
          eval_time,
          exp_samples: [{ labels: "{}", value: isFiring ? 1 : 0 }],
        })),
      },
    ],
  });
};

/** When the fast tier fires and clears by this bench's own reckoning, in seconds from the first sample. */
async function reckoned(): Promise<{ fired: number; cleared: number }> {
  const origin = Date.UTC(2026, 5, 30, 12) / 1_000;
  const length = parts[0] + parts[1] + parts[2];
  const server = await startPrometheus({ generation: "3.5", flags: roomyTsdb });
  try {
    const times = Float64Array.from({ length }, (_, n) => (origin + n * step) * 1_000);
    await writeHistory(
      server.url,
      codes.map(({ code, values }) => ({
        labels: { __name__: metric, job: slo.service, code },
        times,
        values: Float64Array.from(values),
      })),
    );
    const firing = await ringFast(server.url, slo, {
      start: origin,
      end: origin + (length - 1) * step,
      step,
    });
    return { fired: firing.fired - origin, cleared: (firing.cleared ?? NaN) - origin };
  } finally {
    await server.stop();
  }
}

/** Holds this bench's way of reckoning alerts against promtool's, on the fast tier as compiled. */
export async function agreesWithPromtool(): Promise<Agreement> {
  const moments = await reckoned();
  const folder = temporaryFolder("promtool");
  try {
    const [ruleFile, file] = [join(folder, "rules.json"), join(folder, "test.json")];
    const groups = compileSlo(slo).map(({ name, interval, rules }) => ({
      name,
      interval: formatDuration(interval),
      rules: rules.map((rule) =>
        "record" in rule
          ? rule
          : {
              alert: rule.alert,
              expr: rule.expr,
              labels: rule.labels,
              for: formatDuration(rule.for ?? seconds(0)),
              keep_firing_for: formatDuration(rule.keepFiringFor ?? seconds(0)),
            },
      ),
    }));
    writeFileSync(ruleFile, JSON.stringify({ groups }));
    writeFileSync(file, testFile(ruleFile, moments));
    const { ok, output } = await testRules("3.5", [file]);
    return { ok, said: output.trim().split("\n").slice(-3).join(" ") };
  } finally {
    removeFolder(folder);
  }
}
