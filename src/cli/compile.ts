import { InvalidArgumentError, Option } from "commander";
import {
  canEvaluate,
  parseVersion,
  type CompileOptions,
  type PrometheusVersion,
} from "../compile/options.ts";
import { seconds, type Seconds } from "../model/units.ts";
import { durationArgument } from "./durations.ts";
import type { Register } from "./program.ts";

export interface CompileFlags extends Pick<CompileOptions, "format" | "pack" | "include" | "exclude"> {
  out?: string;
  check: boolean;
  evaluationDelay?: Seconds;
  prometheusVersion?: PrometheusVersion;
  scrapeInterval?: Seconds;
  alertmanagerBase?: string;
  dashboards: boolean;
  publicUrl?: string;
}

const help = `
Writes below --out: rules/<environment>/<service>.yaml for Prometheus (and Mimir, Thanos Ruler, vmalert),
alertmanager.yaml, dashboards/*.json for Grafana, mixin.libsonnet for jsonnet, and schema.json for editors. Commit
them: a review then sees what a change to an SLO does.
Each file is written beside its place and renamed. Rule files whose SLOs are gone are removed; a file that nines
did not write is never touched. Nothing is written when a definition is wrong.

--include and --exclude choose SLOs by id, for example to spread them over several Prometheis, each with its
own --out: the folder then holds the chosen ones only. --check must be given the same options as the last run.

Exit code: 0 good, 1 the input is at fault (or, with --check, the output is stale), 2 it could not work.

Examples:
  nines compile
  nines compile --check                            # in CI: fails with a diff when generated/ is stale
  nines compile slos --alertmanager-base alertmanager.base.yaml
  nines compile --include '\\.production$' --out generated/production
  nines compile --format operator --pack service   # PrometheusRule objects, at most 20 rules a group
  nines compile - < checkout.yaml | promtool check rules /dev/stdin`;

export const register: Register = (program, done) => {
  program
    .command("compile")
    .description("turn definitions into rules, alerts and an Alertmanager configuration")
    .argument("[paths...]", 'files and folders; "-" is standard input', ["slos"])
    .option("--out <folder>", 'where to write; "-" writes the rules to standard output (default: generated)')
    .option("--check", "write nothing, fail with a diff when the output is stale", false)
    .addOption(
      new Option("--evaluation-delay <duration>", "how late samples may arrive (default: 30s)").argParser(
        delayArgument,
      ),
    )
    .addOption(
      new Option("--format <format>", "plain rule files, or PrometheusRule objects")
        .choices(["prometheus", "operator"])
        .default("prometheus"),
    )
    .addOption(
      new Option("--pack <by>", "rule groups per SLO, or merged per service with at most 20 rules each")
        .choices(["slo", "service"])
        .default("slo"),
    )
    .addOption(new Option("--include <regex>", "only SLOs whose id matches").argParser(regexArgument))
    .addOption(new Option("--exclude <regex>", "not the SLOs whose id matches").argParser(regexArgument))
    .addOption(
      new Option(
        "--prometheus-version <version>",
        "leave out what this version does not know (default: 2.42)",
      ).argParser(versionArgument),
    )
    .addOption(
      new Option(
        "--scrape-interval <duration>",
        "where neither Defaults nor SLOs say (default: 30s)",
      ).argParser(durationArgument),
    )
    .option("--alertmanager-base <file>", "your own Alertmanager file, which alertmanager.yaml extends")
    .option("--no-dashboards", "no boards for Grafana; those of an earlier run are removed")
    .addOption(
      new Option(
        "--public-url <url>",
        "where people reach nines, for the links on boards (default: http://127.0.0.1:8090)",
      ).argParser(originArgument),
    )
    .addHelpText("after", help)
    .action(async (paths: string[], flags: CompileFlags) => {
      const { compile } = await import("./compile/run.ts");
      done(await compile(paths, flags));
    });
};

const delayArgument = (text: string): Seconds => (/^0s?$/.test(text) ? seconds(0) : durationArgument(text));

function regexArgument(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InvalidArgumentError(`It is no regular expression: ${reason}.`);
  }
}

/** As `nines serve` takes it: nines stands at the root of its host. */
function originArgument(text: string): string {
  const url = URL.parse(text);
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href;
  if (!isOrigin)
    throw new InvalidArgumentError(
      "Write scheme and host, such as https://nines.example, without a path or a login.",
    );
  return url.origin;
}

function versionArgument(text: string): PrometheusVersion {
  const version = parseVersion(text);
  if (version === undefined) throw new InvalidArgumentError("Write it as 2.42 or 3.5.3.");
  if (!canEvaluate(version))
    throw new InvalidArgumentError("The rules need last_over_time and clamp, which came with 2.26.");
  return version;
}
